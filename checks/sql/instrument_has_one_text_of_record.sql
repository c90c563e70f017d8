-- 每份已收到的文件必须恰好有一个底本
-- severity: blocking
-- kind: data_test
-- table: instruments
SELECT i.instrument_id AS row_id FROM instruments i LEFT JOIN instrument_documents d USING (instrument_id)
WHERE i.held GROUP BY i.instrument_id HAVING count(*) FILTER (WHERE d.is_text_of_record) <> 1
