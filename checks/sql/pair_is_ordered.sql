-- 公文对的左右必须有序，且两端都在
-- severity: blocking
-- kind: data_test
-- table: pairs
SELECT left_doc_id || ' ' || right_doc_id AS row_id FROM pairs
WHERE left_doc_id >= right_doc_id
  OR left_doc_id NOT IN (SELECT doc_id FROM documents) OR right_doc_id NOT IN (SELECT doc_id FROM documents)
