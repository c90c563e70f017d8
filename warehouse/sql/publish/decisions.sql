-- 人工决定：作出过的全部决定，按次序。
CREATE TABLE decisions (
  seq BIGINT NOT NULL,
  subject_kind TEXT,
  subject_key TEXT,
  field TEXT,
  result TEXT,
  reason_code TEXT,
  note TEXT,
  proposed TEXT,
  actor TEXT,
  role TEXT,
  opened_at TIMESTAMP,
  decided_at TIMESTAMP,
  evidence_hash TEXT,
  snapshot TEXT,
  supersedes BIGINT,
  prev_hash TEXT,
  row_hash TEXT,
  PRIMARY KEY (seq)
);
COMMENT ON TABLE decisions IS '人工决定：作出过的全部决定，按次序';
COMMENT ON COLUMN decisions.seq IS '序号';
COMMENT ON COLUMN decisions.subject_kind IS '事项种类';
COMMENT ON COLUMN decisions.subject_key IS '事项';
COMMENT ON COLUMN decisions.field IS '字段';
COMMENT ON COLUMN decisions.result IS '结果';
COMMENT ON COLUMN decisions.reason_code IS '理由代码';
COMMENT ON COLUMN decisions.note IS '说明';
COMMENT ON COLUMN decisions.proposed IS '当时建议';
COMMENT ON COLUMN decisions.actor IS '经办人';
COMMENT ON COLUMN decisions.role IS '职务';
COMMENT ON COLUMN decisions.opened_at IS '打开时间';
COMMENT ON COLUMN decisions.decided_at IS '决定时间';
COMMENT ON COLUMN decisions.evidence_hash IS '证据摘要';
COMMENT ON COLUMN decisions.snapshot IS '当时所见：JSON';
COMMENT ON COLUMN decisions.supersedes IS '取代：所取代的决定序号';
COMMENT ON COLUMN decisions.prev_hash IS '前行摘要';
COMMENT ON COLUMN decisions.row_hash IS '本行摘要';
INSERT INTO decisions SELECT
  seq, subject_kind, subject_key, field, result, reason_code, note, proposed, actor, role, opened_at, decided_at, evidence_hash, snapshot, supersedes, prev_hash, row_hash
FROM lake_decisions
ORDER BY seq;
