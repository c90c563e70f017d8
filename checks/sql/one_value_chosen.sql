-- 每件公文的每个字段至多采用一个见证
-- severity: blocking
-- kind: data_test
-- table: fields
SELECT doc_id || ' ' || field AS row_id FROM fields WHERE chosen GROUP BY doc_id, field HAVING count(*) > 1
