-- 隔离的文件不得有任何正文进入公文
-- severity: blocking
-- kind: data_test
-- table: documents
SELECT d.doc_id AS row_id FROM documents d JOIN files f ON f.sha256 = d.sha256 WHERE f.state = 'quarantined'
