-- 目录条目：目录的每一条一行。
CREATE TABLE catalogue (
  entry_id TEXT NOT NULL,
  source TEXT,
  kind TEXT,
  row_number BIGINT,
  title TEXT,
  document_number TEXT,
  registration_number TEXT,
  index_number TEXT,
  issuer TEXT,
  date_written DATE,
  stated_status TEXT,
  raw TEXT,
  PRIMARY KEY (entry_id)
);
COMMENT ON TABLE catalogue IS '目录条目：目录的每一条一行';
COMMENT ON COLUMN catalogue.entry_id IS '条目编号';
COMMENT ON COLUMN catalogue.source IS '来源：目录文件与表';
COMMENT ON COLUMN catalogue.kind IS '目录种类';
COMMENT ON COLUMN catalogue.row_number IS '行号';
COMMENT ON COLUMN catalogue.title IS '标题';
COMMENT ON COLUMN catalogue.document_number IS '发文字号：规范化；不是字号的留空';
COMMENT ON COLUMN catalogue.registration_number IS '统一编号';
COMMENT ON COLUMN catalogue.index_number IS '索引号';
COMMENT ON COLUMN catalogue.issuer IS '机关';
COMMENT ON COLUMN catalogue.date_written IS '成文日期';
COMMENT ON COLUMN catalogue.stated_status IS '所列状态：目录自己写的效力，仅作见证';
COMMENT ON COLUMN catalogue.raw IS '原行：整行原文（JSON）';
INSERT INTO catalogue SELECT
  entry_id, source, kind, row_number, title, document_number, registration_number, index_number, issuer, date_written, stated_status, raw
FROM lake_catalogue
ORDER BY entry_id;
