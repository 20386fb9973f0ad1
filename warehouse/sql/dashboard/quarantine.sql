-- What was refused and is not yet released, files first; the report of a row where it is in the warehouse.
SELECT
    q.quarantine_id, q.run_id, r.report_id, q.kind, coalesce(q.path, q.report_id) AS source, q.table_name, q.rule, q.reason,
    q."row"::VARCHAR AS row_json
FROM ops.quarantine q
LEFT JOIN core.report r ON r.report_id = q.report_id
WHERE q.status = 'open'
ORDER BY q.kind, source, q.rule
LIMIT $rows OFFSET $skip
