-- 每件公文必须来自一个已读的文件
-- severity: blocking
-- kind: balance
-- table: documents
SELECT d.doc_id AS row_id FROM documents d LEFT JOIN files f ON f.path = d.path
WHERE f.path IS NULL OR f.state <> 'read'
