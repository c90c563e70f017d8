-- 同一发文字号不应属于两份不同的文件
-- severity: warning
-- kind: data_test
-- table: instruments
SELECT document_number || ' ' || coalesce(region, '') AS row_id FROM instruments
WHERE held AND document_number IS NOT NULL AND document_number <> ''
GROUP BY document_number, coalesce(region, '') HAVING count(DISTINCT instrument_id) > 1
