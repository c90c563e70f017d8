-- 只读出一部分页的文件必须有说明
-- severity: warning
-- kind: balance
-- table: files
SELECT path AS row_id FROM files
WHERE state = 'read' AND pages_read < pages AND sha256 NOT IN (SELECT row_id FROM remarks WHERE table_name = 'texts')
