-- 文件：每一份有独立命运的法律文本一行，含只被引用而未收到的。
CREATE TABLE instruments (
  instrument_id TEXT NOT NULL,
  work_id TEXT,
  held BOOLEAN,
  title TEXT,
  document_number TEXT,
  issuer TEXT,
  region TEXT,
  year BIGINT,
  normativity TEXT,
  first_cited_by TEXT,
  PRIMARY KEY (instrument_id)
);
COMMENT ON TABLE instruments IS '文件：每一份有独立命运的法律文本一行，含只被引用而未收到的';
COMMENT ON COLUMN instruments.instrument_id IS '文件编号';
COMMENT ON COLUMN instruments.work_id IS '作品编号：试行、正式、修订各版同属一个作品';
COMMENT ON COLUMN instruments.held IS '已收到';
COMMENT ON COLUMN instruments.title IS '标题';
COMMENT ON COLUMN instruments.document_number IS '发文字号';
COMMENT ON COLUMN instruments.issuer IS '发文机关';
COMMENT ON COLUMN instruments.region IS '地区';
COMMENT ON COLUMN instruments.year IS '年度';
COMMENT ON COLUMN instruments.normativity IS '规范性认定';
COMMENT ON COLUMN instruments.first_cited_by IS '首次引用：未收到的文件由哪件公文首次提到';
INSERT INTO instruments SELECT
  instrument_id, work_id, held, title, document_number, issuer, region, year, normativity, first_cited_by
FROM lake_instruments
ORDER BY instrument_id;
