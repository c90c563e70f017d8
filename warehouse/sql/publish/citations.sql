-- 引用：每提到一次别的文件一行。
CREATE TABLE citations (
  doc_id TEXT NOT NULL,
  span_start BIGINT NOT NULL,
  span_end BIGINT,
  title TEXT,
  document_number TEXT,
  as_basis BOOLEAN,
  target_instrument_id TEXT,
  accession_year TEXT,
  PRIMARY KEY (doc_id, span_start)
);
COMMENT ON TABLE citations IS '引用：每提到一次别的文件一行';
COMMENT ON COLUMN citations.doc_id IS '公文编号';
COMMENT ON COLUMN citations.span_start IS '起';
COMMENT ON COLUMN citations.span_end IS '止';
COMMENT ON COLUMN citations.title IS '所引题名';
COMMENT ON COLUMN citations.document_number IS '所引字号';
COMMENT ON COLUMN citations.as_basis IS '作为依据：根据、依据、按照所引';
COMMENT ON COLUMN citations.target_instrument_id IS '所指文件编号';
COMMENT ON COLUMN citations.accession_year IS '收件年度';
INSERT INTO citations SELECT
  doc_id, span_start, span_end, title, document_number, as_basis, target_instrument_id, accession_year
FROM lake_citations
ORDER BY doc_id, span_start;
