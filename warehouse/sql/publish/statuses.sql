-- 效力状态：每份文件在截至日的状态一行。
CREATE TABLE statuses (
  instrument_id TEXT NOT NULL,
  status TEXT,
  since DATE,
  rule TEXT,
  because TEXT[],
  confidence DOUBLE,
  open_questions TEXT[],
  PRIMARY KEY (instrument_id)
);
COMMENT ON TABLE statuses IS '效力状态：每份文件在截至日的状态一行';
COMMENT ON COLUMN statuses.instrument_id IS '文件编号';
COMMENT ON COLUMN statuses.status IS '效力状态';
COMMENT ON COLUMN statuses.since IS '自';
COMMENT ON COLUMN statuses.rule IS '规则';
COMMENT ON COLUMN statuses.because IS '依据：事件编号';
COMMENT ON COLUMN statuses.confidence IS '置信度';
COMMENT ON COLUMN statuses.open_questions IS '待查';
INSERT INTO statuses SELECT
  instrument_id, status, since, rule, because, confidence, open_questions
FROM lake_statuses
ORDER BY instrument_id;
