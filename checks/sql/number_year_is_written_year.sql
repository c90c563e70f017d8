-- 字号年份应与成文年份相同，或早一年
-- severity: warning
-- kind: data_test
-- table: documents
SELECT doc_id AS row_id FROM documents
WHERE carrier_class = 'official' AND number_year IS NOT NULL AND date_written IS NOT NULL
  AND year(date_written) - number_year NOT IN (0, 1)
