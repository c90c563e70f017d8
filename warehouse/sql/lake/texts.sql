-- 读出正文：每份不同的字节一行（只在湖中）。
CREATE TABLE texts (
  sha256 TEXT NOT NULL,
  accession_year TEXT,
  reader TEXT,
  reader_version TEXT,
  state TEXT,
  problem TEXT,
  advice TEXT,
  pages BIGINT,
  pages_read BIGINT,
  text TEXT,
  page_texts TEXT,
  format TEXT,
  metadata TEXT,
  remarks TEXT
);
COMMENT ON TABLE texts IS '读出正文：每份不同的字节一行（只在湖中）';
COMMENT ON COLUMN texts.sha256 IS '字节摘要';
COMMENT ON COLUMN texts.accession_year IS '收件年度';
COMMENT ON COLUMN texts.reader IS '读取器';
COMMENT ON COLUMN texts.reader_version IS '读取器版本：变则重读';
COMMENT ON COLUMN texts.state IS '处理状态';
COMMENT ON COLUMN texts.problem IS '问题';
COMMENT ON COLUMN texts.advice IS '处理建议';
COMMENT ON COLUMN texts.pages IS '页数';
COMMENT ON COLUMN texts.pages_read IS '已读页数';
COMMENT ON COLUMN texts.text IS '原始正文：读取器所得，未改';
COMMENT ON COLUMN texts.page_texts IS '各页：[[页码, 方式, 起, 止, 置信度], …]（JSON）';
COMMENT ON COLUMN texts.format IS '格式：读取器所认的格式，空则以收件时辨认的为准';
COMMENT ON COLUMN texts.metadata IS '元数据：[[见证, 名称, 值], …]（JSON）';
COMMENT ON COLUMN texts.remarks IS '读取中的发现：[[代码, 程度, 说明, 证据], …]（JSON）';
