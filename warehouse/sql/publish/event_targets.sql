-- 事件对象：每个事件可能所指的每个文件一行。
CREATE TABLE event_targets (
  event_id TEXT NOT NULL,
  instrument_id TEXT NOT NULL,
  score DOUBLE,
  reasons TEXT[],
  chosen BOOLEAN,
  PRIMARY KEY (event_id, instrument_id)
);
COMMENT ON TABLE event_targets IS '事件对象：每个事件可能所指的每个文件一行';
COMMENT ON COLUMN event_targets.event_id IS '事件编号';
COMMENT ON COLUMN event_targets.instrument_id IS '文件编号';
COMMENT ON COLUMN event_targets.score IS '得分';
COMMENT ON COLUMN event_targets.reasons IS '理由';
COMMENT ON COLUMN event_targets.chosen IS '采用';
INSERT INTO event_targets SELECT
  event_id, instrument_id, score, reasons, chosen
FROM lake_event_targets
ORDER BY event_id, instrument_id;
