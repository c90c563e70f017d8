-- 公文对：比对过且非偶然相近的每对公文一行。
CREATE TABLE pairs (
  left_doc_id TEXT NOT NULL,
  right_doc_id TEXT NOT NULL,
  verdict TEXT,
  score DOUBLE,
  reasons TEXT[],
  PRIMARY KEY (left_doc_id, right_doc_id)
);
COMMENT ON TABLE pairs IS '公文对：比对过且非偶然相近的每对公文一行';
COMMENT ON COLUMN pairs.left_doc_id IS '左公文';
COMMENT ON COLUMN pairs.right_doc_id IS '右公文';
COMMENT ON COLUMN pairs.verdict IS '判定：same_text、version、cover_and_annex、forwarded、series、elsewhere、different';
COMMENT ON COLUMN pairs.score IS '得分';
COMMENT ON COLUMN pairs.reasons IS '理由';
INSERT INTO pairs SELECT
  left_doc_id, right_doc_id, verdict, score, reasons
FROM lake_pairs
ORDER BY left_doc_id, right_doc_id;
