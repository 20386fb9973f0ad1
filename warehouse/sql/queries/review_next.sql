-- Measures that want review ($1, a list of words that stand in path, title, issuer or year), the least sure first.
SELECT
    m.measure_id, m.report_id, r.series_id, m.char_start AS start, m.char_end AS "end", m.text, m.value, m.value_high, m.unit,
    m.bound, m.modality, m.kind, m.period, m.scope, m.qualifier, m.subject, m.indicator, i.name_zh AS indicator_name,
    m.confidence, r.issuer, r.report_year, coalesce(r.title, r.file) AS title
FROM core.measure m
JOIN core.report r ON r.report_id = m.report_id AND r.is_current
LEFT JOIN core.indicator i ON i.code = m.indicator
WHERE m.needs_review AND coalesce(list_bool_and(list_transform(
    $1, lambda word: contains(concat_ws(chr(10), r.path, r.title, r.issuer, r.report_year), word)
)), true)
ORDER BY m.confidence, m.report_id, m.char_start, m.measure_id
