-- 字段见证：每件公文每个字段的每个见证一行。
CREATE TABLE fields (
  doc_id TEXT NOT NULL,
  field TEXT NOT NULL,
  witness TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  value TEXT,
  raw TEXT,
  rule TEXT,
  span_start BIGINT,
  span_end BIGINT,
  page BIGINT,
  confidence DOUBLE,
  chosen BOOLEAN,
  accession_year TEXT,
  PRIMARY KEY (doc_id, field, witness, ordinal)
);
COMMENT ON TABLE fields IS '字段见证：每件公文每个字段的每个见证一行';
COMMENT ON COLUMN fields.doc_id IS '公文编号';
COMMENT ON COLUMN fields.field IS '字段：documents 的列名';
COMMENT ON COLUMN fields.witness IS '见证：body、masthead、signature_block、note、page_table、meta、filename、catalogue、reviewer';
COMMENT ON COLUMN fields.ordinal IS '序：同一见证多次出现时从 0 起';
COMMENT ON COLUMN fields.value IS '值：规范化以后';
COMMENT ON COLUMN fields.raw IS '原文：见证处的原字';
COMMENT ON COLUMN fields.rule IS '规则：读出此值的规则';
COMMENT ON COLUMN fields.span_start IS '起：在该公文正文中的起点；不在正文中的见证为空';
COMMENT ON COLUMN fields.span_end IS '止';
COMMENT ON COLUMN fields.page IS '页码';
COMMENT ON COLUMN fields.confidence IS '置信度';
COMMENT ON COLUMN fields.chosen IS '采用：该公文此字段是否取此值';
COMMENT ON COLUMN fields.accession_year IS '收件年度';
INSERT INTO fields SELECT
  doc_id, field, witness, ordinal, value, raw, rule, span_start, span_end, page, confidence, chosen, accession_year
FROM lake_fields
ORDER BY doc_id, field, witness, ordinal;
