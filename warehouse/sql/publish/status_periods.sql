-- 效力时段：每份文件一生中的每一段一行。
CREATE TABLE status_periods (
  instrument_id TEXT NOT NULL,
  valid_from DATE NOT NULL,
  valid_to DATE,
  status TEXT,
  rule TEXT,
  because TEXT[],
  confidence DOUBLE,
  open_questions TEXT[],
  PRIMARY KEY (instrument_id, valid_from)
);
COMMENT ON TABLE status_periods IS '效力时段：每份文件一生中的每一段一行';
COMMENT ON COLUMN status_periods.instrument_id IS '文件编号';
COMMENT ON COLUMN status_periods.valid_from IS '自';
COMMENT ON COLUMN status_periods.valid_to IS '至：含当日；至今为空';
COMMENT ON COLUMN status_periods.status IS '效力状态';
COMMENT ON COLUMN status_periods.rule IS '规则';
COMMENT ON COLUMN status_periods.because IS '依据：事件编号';
COMMENT ON COLUMN status_periods.confidence IS '置信度';
COMMENT ON COLUMN status_periods.open_questions IS '待查';
INSERT INTO status_periods SELECT
  instrument_id, valid_from, valid_to, status, rule, because, confidence, open_questions
FROM lake_status_periods
ORDER BY instrument_id, valid_from;
