-- 效力事件的证据必须逐字见于来源公文的所述位置
-- severity: warning
-- kind: data_test
-- table: events
SELECT e.event_id AS row_id FROM events e LEFT JOIN documents d ON d.doc_id = e.source_doc_id
WHERE d.doc_id IS NULL
  OR (e.via NOT IN ('title', 'metadata') AND d.text[e.span_start + 1 : e.span_end] <> e.evidence)
