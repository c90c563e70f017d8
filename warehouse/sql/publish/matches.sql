-- 目录核对：条目与公文相遇的一行，条目无公文的一行，文件无条目的一行。
CREATE TABLE matches (
  match_id TEXT NOT NULL,
  entry_id TEXT,
  doc_id TEXT,
  instrument_id TEXT,
  kind TEXT,
  verdict TEXT,
  score DOUBLE,
  differences TEXT[],
  PRIMARY KEY (match_id)
);
COMMENT ON TABLE matches IS '目录核对：条目与公文相遇的一行，条目无公文的一行，文件无条目的一行';
COMMENT ON COLUMN matches.match_id IS '核对编号';
COMMENT ON COLUMN matches.entry_id IS '条目编号';
COMMENT ON COLUMN matches.doc_id IS '公文编号';
COMMENT ON COLUMN matches.instrument_id IS '文件编号';
COMMENT ON COLUMN matches.kind IS '核对方式：number、title、fuzzy、none';
COMMENT ON COLUMN matches.verdict IS '判定：held、held_with_differences、missing、uncatalogued、ambiguous、not_yet_read';
COMMENT ON COLUMN matches.score IS '得分';
COMMENT ON COLUMN matches.differences IS '差异';
INSERT INTO matches SELECT
  match_id, entry_id, doc_id, instrument_id, kind, verdict, score, differences
FROM lake_matches
ORDER BY match_id;
