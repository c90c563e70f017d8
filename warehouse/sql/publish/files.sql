-- 电子文件：收到的每一个路径一行，压缩包里的成员也各一行。
CREATE TABLE files (
  path TEXT NOT NULL,
  sha256 TEXT,
  accession_year TEXT,
  bytes BIGINT,
  format TEXT,
  state TEXT,
  same_as TEXT,
  problem TEXT,
  advice TEXT,
  reader TEXT,
  pages BIGINT,
  pages_read BIGINT,
  text_chars BIGINT,
  first_seen DATE,
  last_seen DATE,
  submitted_by TEXT,
  PRIMARY KEY (path)
);
COMMENT ON TABLE files IS '电子文件：收到的每一个路径一行，压缩包里的成员也各一行';
COMMENT ON COLUMN files.path IS '路径：收件文件夹内的路径，压缩包成员写作 包.zip!成员';
COMMENT ON COLUMN files.sha256 IS '字节摘要：文件字节的 SHA-256';
COMMENT ON COLUMN files.accession_year IS '收件年度：路径中最里层的单一年份；unknown、before-2005 或四位年份；只作工作分批用';
COMMENT ON COLUMN files.bytes IS '字节数';
COMMENT ON COLUMN files.format IS '格式：按字节辨认的格式，不看扩展名';
COMMENT ON COLUMN files.state IS '处理状态：read、expanded、duplicate、needs_ocr、needs_password、damaged、refused、unsupported、quarantined、empty、ignored、not_yet_read 之一';
COMMENT ON COLUMN files.same_as IS '同件路径：字节完全相同、已经登记的那个路径';
COMMENT ON COLUMN files.problem IS '问题：出了什么事';
COMMENT ON COLUMN files.advice IS '处理建议：下一步怎么办';
COMMENT ON COLUMN files.reader IS '读取器：用哪一个读取器读出正文';
COMMENT ON COLUMN files.pages IS '页数';
COMMENT ON COLUMN files.pages_read IS '已读页数';
COMMENT ON COLUMN files.text_chars IS '正文字数';
COMMENT ON COLUMN files.first_seen IS '首次收到：首次收到时的截至日';
COMMENT ON COLUMN files.last_seen IS '最近收到：最近一次收到时的截至日';
COMMENT ON COLUMN files.submitted_by IS '报送单位：路径最外层的文件夹名';
INSERT INTO files SELECT
  path, sha256, accession_year, bytes, format, state, same_as, problem, advice, reader, pages, pages_read, text_chars, first_seen, last_seen, submitted_by
FROM lake_files
ORDER BY path;
