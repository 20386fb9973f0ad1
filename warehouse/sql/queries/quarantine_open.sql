-- What is in quarantine: a row for each refused file, one for each rule that refused rows of a file's tables.
SELECT
    min(quarantine_id) AS id,
    kind,
    coalesce(path, report_id) AS source,
    coalesce(table_name || ' ', '') || rule AS rule,
    count(*) AS count,
    min(reason) AS reason
FROM ops.quarantine
WHERE status = 'open'
GROUP BY ALL
ORDER BY kind, source, rule
