-- Each correction once: its place in the file, its words, and why it does not hold of the report as it is now (null
-- where it does).
SELECT
    c.correction_id, c.position, any_value(c.quote) AS quote,
    min(c.note) FILTER (c.status <> 'applied' AND coalesce(r.is_current, true)) AS note
FROM core.correction c
LEFT JOIN core.report r ON r.report_id = c.report_id
GROUP BY c.correction_id, c.position
ORDER BY c.position
