-- 一份文件的效力时段不得重叠，也不得断开
-- severity: blocking
-- kind: data_test
-- table: status_periods
SELECT instrument_id || ' ' || valid_from AS row_id FROM (
  SELECT *, lead(valid_from) OVER (PARTITION BY instrument_id ORDER BY valid_from) AS following FROM status_periods)
WHERE (following IS NOT NULL AND (valid_to IS NULL OR valid_to + 1 <> following)) OR valid_to < valid_from
