-- 待办事项：每一件应由人看的事一行。
CREATE TABLE findings (
  finding_id TEXT NOT NULL,
  code TEXT,
  severity TEXT,
  table_name TEXT,
  row_id TEXT,
  message TEXT,
  evidence TEXT,
  owner TEXT,
  state TEXT,
  answer TEXT,
  PRIMARY KEY (finding_id)
);
COMMENT ON TABLE findings IS '待办事项：每一件应由人看的事一行';
COMMENT ON COLUMN findings.finding_id IS '事项编号';
COMMENT ON COLUMN findings.code IS '代码';
COMMENT ON COLUMN findings.severity IS '程度：error、warning、notice';
COMMENT ON COLUMN findings.table_name IS '表';
COMMENT ON COLUMN findings.row_id IS '行';
COMMENT ON COLUMN findings.message IS '说明';
COMMENT ON COLUMN findings.evidence IS '证据';
COMMENT ON COLUMN findings.owner IS '责任：general_office、justice_bureau、archive、secrecy_office';
COMMENT ON COLUMN findings.state IS '状态：open、answered';
COMMENT ON COLUMN findings.answer IS '答复';
INSERT INTO findings SELECT
  finding_id, code, severity, table_name, row_id, message, evidence, owner, state, answer
FROM lake_findings
ORDER BY finding_id;
