-- 有位置的见证，正文在该处的文字必须就是所引原文
-- severity: warning
-- kind: data_test
-- table: fields
SELECT f.doc_id || ' ' || f.field || ' ' || f.witness AS row_id FROM fields f JOIN documents d USING (doc_id)
WHERE f.span_start IS NOT NULL AND d.text[f.span_start + 1 : f.span_end] <> f.raw
