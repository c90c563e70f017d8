-- 步骤状态：每步每年最近一次的输入输出摘要（只在湖中）。
CREATE TABLE step_states (
  step TEXT NOT NULL,
  accession_year TEXT NOT NULL,
  input_hash TEXT,
  output_hash TEXT,
  rows BIGINT
);
COMMENT ON TABLE step_states IS '步骤状态：每步每年最近一次的输入输出摘要（只在湖中）';
COMMENT ON COLUMN step_states.step IS '步骤';
COMMENT ON COLUMN step_states.accession_year IS '收件年度：不按年的步骤为空串';
COMMENT ON COLUMN step_states.input_hash IS '输入摘要';
COMMENT ON COLUMN step_states.output_hash IS '输出摘要';
COMMENT ON COLUMN step_states.rows IS '行数';
