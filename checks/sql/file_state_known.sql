-- 每个路径的处理状态必须是约定的词之一
-- severity: blocking
-- kind: balance
-- table: files
SELECT path AS row_id FROM files
WHERE state IS NULL OR state NOT IN ('read', 'expanded', 'duplicate', 'needs_ocr', 'needs_password', 'damaged',
  'refused', 'unsupported', 'quarantined', 'empty', 'ignored', 'not_yet_read')
