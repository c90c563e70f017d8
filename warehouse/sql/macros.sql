-- The questions every auditor asks, ready-made. Both read published tables only.

-- 某日效力状态：the standing of every instrument on a day; since counts from the first of the periods of one standing
-- that follow one another, for a period also ends where only its rule or its open questions change.
CREATE MACRO status_on(day) AS TABLE
  WITH changes AS (
    SELECT *, status IS DISTINCT FROM lag(status) OVER (PARTITION BY instrument_id ORDER BY valid_from) AS is_change
    FROM status_periods),
  stretches AS (
    SELECT *, max(CASE WHEN is_change THEN valid_from END)
      OVER (PARTITION BY instrument_id ORDER BY valid_from ROWS UNBOUNDED PRECEDING) AS since
    FROM changes)
  SELECT instrument_id, status, since, rule, because, confidence, open_questions
  FROM stretches
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
