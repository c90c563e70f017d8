-- 成文日期不应晚于发布日期（修订后的文本以最后一次修订日为成文日期，不在此列）
-- severity: warning
-- kind: data_test
-- table: documents
SELECT doc_id AS row_id FROM documents d
WHERE date_written > date_published
  AND NOT EXISTS (SELECT 1 FROM fields f WHERE f.doc_id = d.doc_id AND f.field = 'date_written' AND f.chosen
    AND f.rule = 'note_amended')
