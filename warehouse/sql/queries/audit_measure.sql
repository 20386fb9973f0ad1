-- The measures of the current report of a series ($1) as the judge is shown them.
SELECT
    m.measure_id, m.report_id, r.series_id, m.char_start AS start, m.char_end AS "end", m.text, m.value, m.value_high, m.unit,
    m.bound, m.modality, m.kind, m.period, m.scope, m.qualifier, m.subject, m.indicator, i.name_zh AS indicator_name,
    m.confidence, r.issuer, r.report_year, coalesce(r.title, r.file) AS title
FROM core.measure m
JOIN core.report r ON r.report_id = m.report_id AND r.is_current
LEFT JOIN core.report_original o ON o.report_id = r.report_id
LEFT JOIN core.indicator i ON i.code = m.indicator
WHERE r.series_id = $1 OR o.series_id = $1
