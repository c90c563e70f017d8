-- 页：有页或表的文件，每页一行。
CREATE TABLE pages (
  sha256 TEXT NOT NULL,
  page BIGINT NOT NULL,
  method TEXT,
  confidence DOUBLE,
  text_start BIGINT,
  text_end BIGINT,
  accession_year TEXT,
  PRIMARY KEY (sha256, page)
);
COMMENT ON TABLE pages IS '页：有页或表的文件，每页一行';
COMMENT ON COLUMN pages.sha256 IS '字节摘要';
COMMENT ON COLUMN pages.page IS '页码：从 1 起';
COMMENT ON COLUMN pages.method IS '读取方式：text_layer、rebuilt、ocr、none';
COMMENT ON COLUMN pages.confidence IS '置信度：0 到 1';
COMMENT ON COLUMN pages.text_start IS '起：本页在该文件原始正文中的起点（字符）';
COMMENT ON COLUMN pages.text_end IS '止：本页在该文件原始正文中的终点（字符）';
COMMENT ON COLUMN pages.accession_year IS '收件年度';
INSERT INTO pages SELECT
  sha256, page, method, confidence, text_start, text_end, accession_year
FROM lake_pages
ORDER BY sha256, page;
