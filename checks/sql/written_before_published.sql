-- 成文日期不应晚于发布日期
-- severity: warning
-- kind: data_test
-- table: documents
SELECT doc_id AS row_id FROM documents WHERE date_written > date_published
