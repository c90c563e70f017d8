-- 每件公文必须恰好属于一份文件
-- severity: blocking
-- kind: data_test
-- table: documents
SELECT d.doc_id AS row_id FROM documents d LEFT JOIN instrument_documents i USING (doc_id)
GROUP BY d.doc_id HAVING count(i.instrument_id) <> 1
