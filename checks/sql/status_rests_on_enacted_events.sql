-- 效力状态只能依据正式公文所作的规定，不能依据征求意见稿、解读、新闻或建议
-- severity: blocking
-- kind: data_test
-- table: status_periods
SELECT p.instrument_id || ' ' || e.event_id AS row_id
FROM (SELECT instrument_id, unnest(because) AS event_id FROM status_periods) p
JOIN events e USING (event_id) JOIN documents d ON d.doc_id = e.source_doc_id
WHERE e.modality <> 'enacted' OR d.carrier_class IN ('draft', 'interpretation', 'news')
