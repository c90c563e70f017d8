-- 文件载体：每份文件由哪些公文承载。
CREATE TABLE instrument_documents (
  instrument_id TEXT NOT NULL,
  doc_id TEXT NOT NULL,
  role TEXT,
  carrier TEXT,
  address TEXT,
  shown_status TEXT,
  differences TEXT[],
  is_text_of_record BOOLEAN,
  reason TEXT,
  PRIMARY KEY (instrument_id, doc_id)
);
COMMENT ON TABLE instrument_documents IS '文件载体：每份文件由哪些公文承载';
COMMENT ON COLUMN instrument_documents.instrument_id IS '文件编号';
COMMENT ON COLUMN instrument_documents.doc_id IS '公文编号';
COMMENT ON COLUMN instrument_documents.role IS '角色：text、cover、annex、copy、reprint';
COMMENT ON COLUMN instrument_documents.carrier IS '载体';
COMMENT ON COLUMN instrument_documents.address IS '地址：路径';
COMMENT ON COLUMN instrument_documents.shown_status IS '标示状态：该载体页面上所标的效力，仅作见证';
COMMENT ON COLUMN instrument_documents.differences IS '差异：与文本底本的不同';
COMMENT ON COLUMN instrument_documents.is_text_of_record IS '底本：是否为该文件的标准文本';
COMMENT ON COLUMN instrument_documents.reason IS '理由';
INSERT INTO instrument_documents SELECT
  instrument_id, doc_id, role, carrier, address, shown_status, differences, is_text_of_record, reason
FROM lake_instrument_documents
ORDER BY instrument_id, doc_id;
