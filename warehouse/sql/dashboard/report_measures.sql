-- A report's measures with what their indicators are called, in the order of the text.
SELECT
    m.measure_id, m.char_start AS start, m.char_end AS "end", m.text, m.value, m.value_high, m.unit, m.bound, m.modality, m.kind, m.period,
    m.qualifier, m.subject, m.indicator, i.name_zh AS indicator_name, coalesce(d.domain, 'other') AS domain, d.name_zh AS domain_name,
    parent.char_start AS part_of, parent.text AS part_of_text, m.confidence, m.needs_review, m.page, n.used, n.why_not, n.unit_family,
    EXISTS (SELECT 1 FROM core.correction c WHERE c.measure_id = m.measure_id AND c.status = 'applied') AS corrected
FROM core.measure m
LEFT JOIN core.measure parent ON parent.measure_id = m.parent_measure_id AND parent.report_id = $report
LEFT JOIN core.indicator i ON i.code = m.indicator
LEFT JOIN core.domain d ON d.domain = i.domain
LEFT JOIN mart.report_indicator_input n ON n.measure_id = m.measure_id AND n.report_id = $report
WHERE m.report_id = $report
ORDER BY m.char_start, m.char_end, m.indicator
LIMIT $rows OFFSET $skip
