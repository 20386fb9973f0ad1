-- What is in quarantine and meant by some words ($1, a list): each begins the number, or stands in path, table or rule.
-- With the report it hangs on, and the words of the row where the report is in the warehouse.
SELECT
    q.quarantine_id, q.kind, q.table_name, q.path, q.sha256, q.report_id, q.rule, q.reason, q.row, q.run_id,
    r.title, r.issuer, r.report_year,
    fazhi_span(t.text, CAST(q.row ->> 'char_start' AS BIGINT), CAST(q.row ->> 'char_end' AS BIGINT)) AS words
FROM ops.quarantine q
LEFT JOIN core.report r ON r.report_id = q.report_id
LEFT JOIN core.report_text t ON t.report_id = q.report_id
WHERE q.status = 'open' AND coalesce(list_bool_and(list_transform(
    $1,
    lambda word: starts_with(q.quarantine_id, word)
    OR contains(concat_ws(chr(10), q.path, q.table_name, q.rule, r.title), word)
)), true)
ORDER BY q.kind, q.path, q.table_name, q.rule, q.quarantine_id
