-- 已读的文件必须有公文，或者有说明为什么没有的待办事项
-- severity: blocking
-- kind: balance
-- table: files
SELECT path AS row_id FROM files
WHERE state = 'read'
  AND sha256 NOT IN (SELECT sha256 FROM documents)
  AND path NOT IN (SELECT row_id FROM remarks WHERE code IN ('no_document', 'page_of_paper'))
