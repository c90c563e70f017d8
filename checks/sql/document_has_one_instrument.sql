-- 每件正式公文必须恰好属于一份文件，别的公文至多属于一份
-- severity: blocking
-- kind: data_test
-- table: documents
SELECT d.doc_id AS row_id FROM documents d LEFT JOIN instrument_documents i USING (doc_id)
GROUP BY d.doc_id, d.carrier_class
HAVING count(i.instrument_id) > 1 OR (count(i.instrument_id) = 0 AND d.carrier_class = 'official')
