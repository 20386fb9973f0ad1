-- A report's measures with what their indicators are called, in the order of the text; `tone` is the place of the domain
-- among all, which decides its colour.
SELECT
    m.char_start AS start, m.char_end AS "end", m.text, m.value, m.value_high, m.unit, m.bound, m.modality, m.kind,
    m.period, m.scope, m.qualifier, m.subject, m.indicator, m.measure_id, parent.text AS part_of, i.name_zh AS indicator_name,
    d.domain, d.name_zh AS domain_name, d.tone
FROM core.measure AS m
LEFT JOIN core.measure AS parent ON parent.measure_id = m.parent_measure_id
LEFT JOIN core.indicator AS i ON i.code = m.indicator
LEFT JOIN (
    SELECT domain, name_zh, row_number() OVER (ORDER BY domain) - 1 AS tone FROM core.domain
) AS d ON d.domain = i.domain
WHERE m.report_id = $1
ORDER BY m.char_start, m.char_end, m.indicator
