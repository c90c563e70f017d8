-- 检查：每项数据检查一行。
CREATE TABLE checks (
  check_name TEXT NOT NULL,
  kind TEXT,
  severity TEXT,
  passed BOOLEAN,
  failing_rows BIGINT,
  message TEXT,
  PRIMARY KEY (check_name)
);
COMMENT ON TABLE checks IS '检查：每项数据检查一行';
COMMENT ON COLUMN checks.check_name IS '检查名称';
COMMENT ON COLUMN checks.kind IS '种类：data_test、expectation、balance';
COMMENT ON COLUMN checks.severity IS '程度：blocking、warning';
COMMENT ON COLUMN checks.passed IS '通过';
COMMENT ON COLUMN checks.failing_rows IS '不合行数';
COMMENT ON COLUMN checks.message IS '说明';
INSERT INTO checks SELECT
  check_name, kind, severity, passed, failing_rows, message
FROM lake_checks
ORDER BY check_name;
