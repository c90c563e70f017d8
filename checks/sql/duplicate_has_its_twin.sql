-- 标为重复的文件，其同件路径必须存在、字节相同且自身不是重复
-- severity: blocking
-- kind: balance
-- table: files
SELECT f.path AS row_id FROM files f LEFT JOIN files o ON o.path = f.same_as
WHERE f.state = 'duplicate' AND (o.path IS NULL OR o.sha256 <> f.sha256 OR o.state = 'duplicate')
