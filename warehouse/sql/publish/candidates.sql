-- 清理候选：清理范围内每份文件一行，含拟继续有效的。
CREATE TABLE candidates (
  instrument_id TEXT NOT NULL,
  proposal TEXT,
  reason_code TEXT,
  reasons TEXT[],
  evidence TEXT[],
  certainty TEXT,
  priority BIGINT,
  review_state TEXT,
  PRIMARY KEY (instrument_id)
);
COMMENT ON TABLE candidates IS '清理候选：清理范围内每份文件一行，含拟继续有效的';
COMMENT ON COLUMN candidates.instrument_id IS '文件编号';
COMMENT ON COLUMN candidates.proposal IS '建议：continue_in_force、to_be_revised、repeal、declare_invalid、not_normative、transferred';
COMMENT ON COLUMN candidates.reason_code IS '理由代码';
COMMENT ON COLUMN candidates.reasons IS '理由';
COMMENT ON COLUMN candidates.evidence IS '证据：原文引句';
COMMENT ON COLUMN candidates.certainty IS '把握：certain、doubtful、unknown';
COMMENT ON COLUMN candidates.priority IS '次序：数小者先办';
COMMENT ON COLUMN candidates.review_state IS '审查状态：open、decided、reopened';
INSERT INTO candidates SELECT
  instrument_id, proposal, reason_code, reasons, evidence, certainty, priority, review_state
FROM lake_candidates
ORDER BY instrument_id;
