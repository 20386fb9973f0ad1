-- The measures that a person should look at, the most doubtful first.
SELECT m.report_id, m.char_start AS start, m.text, coalesce(i.name_zh, m.indicator) AS indicator_name, m.sentence, r.issuer, r.report_year, m.confidence
FROM core.measure m
JOIN core.report r ON r.report_id = m.report_id AND r.is_current
LEFT JOIN core.indicator i ON i.code = m.indicator
WHERE m.needs_review
ORDER BY m.confidence, m.report_id, m.char_start
LIMIT $rows OFFSET $skip
