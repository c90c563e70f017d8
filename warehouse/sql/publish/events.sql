-- 效力事件：公文所述的每一项法律效果一行。
CREATE TABLE events (
  event_id TEXT NOT NULL,
  source_doc_id TEXT,
  relation TEXT,
  target_title TEXT,
  target_number TEXT,
  target_doc_id TEXT,
  target_instrument_id TEXT,
  scope TEXT,
  scope_detail TEXT,
  modality TEXT,
  effective_date DATE,
  effective_basis TEXT,
  via TEXT,
  expected_count BIGINT,
  evidence TEXT,
  span_start BIGINT,
  span_end BIGINT,
  confidence DOUBLE,
  target_date DATE,
  condition TEXT,
  cutoff DATE,
  issuers TEXT[],
  exceptions TEXT,
  rule TEXT,
  accession_year TEXT,
  PRIMARY KEY (event_id)
);
COMMENT ON TABLE events IS '效力事件：公文所述的每一项法律效果一行';
COMMENT ON COLUMN events.event_id IS '事件编号：由公文、关系、对象和引文求得的摘要';
COMMENT ON COLUMN events.source_doc_id IS '来源公文';
COMMENT ON COLUMN events.relation IS '关系：repeal、declare_invalid、cease、supersede、expire_self 等';
COMMENT ON COLUMN events.target_title IS '对象题名：照原文';
COMMENT ON COLUMN events.target_number IS '对象字号：多个时用；分开';
COMMENT ON COLUMN events.target_doc_id IS '对象公文：唯一确定时';
COMMENT ON COLUMN events.target_instrument_id IS '对象文件：唯一确定时';
COMMENT ON COLUMN events.scope IS '范围：whole、article、provision、annex、annexed_instrument、territorial、class、undetermined';
COMMENT ON COLUMN events.scope_detail IS '范围细节：条款、附件或地域的原文';
COMMENT ON COLUMN events.modality IS '语气：enacted、proposed、procedural、reported、negated';
COMMENT ON COLUMN events.effective_date IS '生效日';
COMMENT ON COLUMN events.effective_basis IS '生效依据：in_force、published、written、date、condition';
COMMENT ON COLUMN events.via IS '出处：sentence、list_row、table_row、title、metadata';
COMMENT ON COLUMN events.expected_count IS '应有件数：原文所说的件数';
COMMENT ON COLUMN events.evidence IS '证据：原文引句';
COMMENT ON COLUMN events.span_start IS '起';
COMMENT ON COLUMN events.span_end IS '止';
COMMENT ON COLUMN events.confidence IS '置信度';
COMMENT ON COLUMN events.target_date IS '对象日期：原文所说的对象制定或施行日期';
COMMENT ON COLUMN events.condition IS '条件：原文所附条件';
COMMENT ON COLUMN events.cutoff IS '截止日：未列入即失效条款所及文件的制定截止日';
COMMENT ON COLUMN events.issuers IS '所及机关：未列入即失效条款所及的制定机关';
COMMENT ON COLUMN events.exceptions IS '除外：原文所列的例外';
COMMENT ON COLUMN events.rule IS '规则：读出此事件的规则';
COMMENT ON COLUMN events.accession_year IS '收件年度';
INSERT INTO events SELECT
  event_id, source_doc_id, relation, target_title, target_number, target_doc_id, target_instrument_id, scope, scope_detail, modality, effective_date, effective_basis, via, expected_count, evidence, span_start, span_end, confidence, target_date, condition, cutoff, issuers, exceptions, rule, accession_year
FROM lake_events
ORDER BY event_id;
