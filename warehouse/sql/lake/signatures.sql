-- 文本签名：每件公文一行，比对用（只在湖中）。
CREATE TABLE signatures (
  doc_id TEXT NOT NULL,
  accession_year TEXT,
  text_hash TEXT,
  body_hash TEXT,
  chars BIGINT,
  bands BIGINT[]
);
COMMENT ON TABLE signatures IS '文本签名：每件公文一行，比对用（只在湖中）';
COMMENT ON COLUMN signatures.doc_id IS '公文编号';
COMMENT ON COLUMN signatures.accession_year IS '收件年度';
COMMENT ON COLUMN signatures.text_hash IS '正文摘要：折叠后正文的摘要';
COMMENT ON COLUMN signatures.body_hash IS '条文摘要：折叠后自第一条起的摘要';
COMMENT ON COLUMN signatures.chars IS '折叠后字数';
COMMENT ON COLUMN signatures.bands IS '签名段：局部敏感散列';
