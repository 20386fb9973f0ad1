-- What became of each correction, those that do not hold first; `verdict` is the outcome, null for all.
SELECT
    c.correction_id, c.position, c.status, c.target, c.quote, c.occurrence, c.field,
    coalesce(was.name_zh, c.expected) AS expected, coalesce(read.name_zh, c.found) AS found, coalesce(said.name_zh, c.value) AS "value",
    c.reason, c.author, c.made_on, c.note, c.report_id, r.issuer, r.report_year, m.char_start AS start
FROM core.correction c
LEFT JOIN core.report r ON r.report_id = c.report_id
LEFT JOIN core.measure m ON m.measure_id = c.measure_id
LEFT JOIN core.indicator was ON c.field = 'indicator' AND was.code = c.expected
LEFT JOIN core.indicator read ON c.field = 'indicator' AND read.code = c.found
LEFT JOIN core.indicator said ON c.field = 'indicator' AND said.code = c.value
WHERE $verdict::VARCHAR IS NULL OR c.status = $verdict
ORDER BY c.status = 'applied', c.position, c.report_id, c.measure_id
LIMIT $rows OFFSET $skip
