-- The questions every auditor asks, ready-made. Both read published tables only.

-- 某日效力状态：the standing of every instrument on a day.
CREATE MACRO status_on(day) AS TABLE
  SELECT instrument_id, status, valid_from AS since, rule, because, confidence, open_questions
  FROM status_periods
  WHERE valid_from <= day AND (valid_to IS NULL OR valid_to >= day);

-- 文件沿革：everything that happened to one instrument, in order.
CREATE MACRO history_of(instrument) AS TABLE
  SELECT * FROM (
    SELECT valid_from AS on_date, 'status' AS kind, status AS what, rule AS detail, NULL AS evidence, NULL AS source_doc_id
    FROM status_periods WHERE instrument_id = instrument
    UNION ALL
    SELECT e.effective_date, 'event', e.relation, e.scope || coalesce(' ' || e.scope_detail, ''), e.evidence, e.source_doc_id
    FROM events e JOIN event_targets t USING (event_id) WHERE t.instrument_id = instrument AND t.chosen
    UNION ALL
    SELECT d.date_written, 'document', coalesce(i.role, ''), i.address, NULL, d.doc_id
    FROM instrument_documents i JOIN documents d USING (doc_id) WHERE i.instrument_id = instrument
  )
  ORDER BY on_date NULLS FIRST, kind, what, detail, source_doc_id;
