-- 发布：本次发布及以前各次。
CREATE TABLE publications (
  run_id TEXT NOT NULL,
  as_of DATE,
  published_at TIMESTAMP,
  code_version TEXT,
  inbox_hash TEXT,
  rules_hash TEXT,
  years_read TEXT[],
  decisions_head TEXT,
  decisions_count BIGINT,
  row_counts TEXT,
  PRIMARY KEY (run_id)
);
COMMENT ON TABLE publications IS '发布：本次发布及以前各次';
COMMENT ON COLUMN publications.run_id IS '发布编号';
COMMENT ON COLUMN publications.as_of IS '截至日';
COMMENT ON COLUMN publications.published_at IS '发布时间';
COMMENT ON COLUMN publications.code_version IS '程序版本';
COMMENT ON COLUMN publications.inbox_hash IS '收件摘要';
COMMENT ON COLUMN publications.rules_hash IS '规则摘要';
COMMENT ON COLUMN publications.years_read IS '已读年度';
COMMENT ON COLUMN publications.decisions_head IS '决定链末摘要';
COMMENT ON COLUMN publications.decisions_count IS '决定数';
COMMENT ON COLUMN publications.row_counts IS '各表行数：JSON';
INSERT INTO publications SELECT
  run_id, as_of, published_at, code_version, inbox_hash, rules_hash, years_read, decisions_head, decisions_count, row_counts
FROM lake_publications
ORDER BY run_id;
