-- 期望结果：每项期望最近一次的结果；所看的列没有变，就不再检查（只在湖中）。
CREATE TABLE expectations (
  check_name TEXT NOT NULL,
  suite TEXT,
  input_hash TEXT,
  failing_rows BIGINT,
  row_ids TEXT[],
  row_values TEXT[]
);
COMMENT ON TABLE expectations IS '期望结果：每项期望最近一次的结果；所看的列没有变，就不再检查（只在湖中）';
COMMENT ON COLUMN expectations.check_name IS '检查名称';
COMMENT ON COLUMN expectations.suite IS '期望组';
COMMENT ON COLUMN expectations.input_hash IS '输入摘要：所看的各列与检查程序';
COMMENT ON COLUMN expectations.failing_rows IS '不合行数';
COMMENT ON COLUMN expectations.row_ids IS '不合的行：前若干行的名称';
COMMENT ON COLUMN expectations.row_values IS '不合的值：与所列各行对应';
