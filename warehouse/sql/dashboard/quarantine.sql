-- What was refused and is not yet released, files first.
SELECT quarantine_id, run_id, kind, coalesce(path, report_id) AS source, table_name, rule, reason, "row"::VARCHAR AS row_json
FROM ops.quarantine
WHERE status = 'open'
ORDER BY kind, source, rule
LIMIT $rows OFFSET $skip
