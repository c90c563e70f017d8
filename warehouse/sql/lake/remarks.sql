-- 步骤发现：各步骤发现的事，审计时汇成 findings（只在湖中）。
CREATE TABLE remarks (
  step TEXT,
  accession_year TEXT,
  code TEXT,
  severity TEXT,
  table_name TEXT,
  row_id TEXT,
  message TEXT,
  evidence TEXT
);
COMMENT ON TABLE remarks IS '步骤发现：各步骤发现的事，审计时汇成 findings（只在湖中）';
COMMENT ON COLUMN remarks.step IS '步骤';
COMMENT ON COLUMN remarks.accession_year IS '收件年度：不按年的步骤为空串';
COMMENT ON COLUMN remarks.code IS '代码';
COMMENT ON COLUMN remarks.severity IS '程度';
COMMENT ON COLUMN remarks.table_name IS '表';
COMMENT ON COLUMN remarks.row_id IS '行';
COMMENT ON COLUMN remarks.message IS '说明';
COMMENT ON COLUMN remarks.evidence IS '证据';
