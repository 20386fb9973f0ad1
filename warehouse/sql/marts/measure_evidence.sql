-- A measure of a current report with its place and words, one wide row. A view: it repeats what core holds.
SELECT
    r.file, r.path, m.char_start AS "start", m.char_end AS "end", m.text, m.value, m.value_high, m.unit,
    m.unit_family, m.value_canonical, m.bound, m.modality, m.kind, m.period, m.scope, m.qualifier,
    m.indicator, i.name_zh AS indicator_name, parent.char_start AS part_of, m.subject, m.sentence,
    s.heading, s.role AS section_role, r.issuer, r.issuer_id, r.issuer_type, r.department, r.region_code,
    g.province, g.city, g.district, g.township, r.report_year, m.report_id, m.measure_id, m.rule, m.confidence, m.needs_review,
    r.format, m.page, m.box_left, m.box_top, m.box_right, m.box_bottom, m.recognition,
    c.measure_id IS NOT NULL AS corrected
FROM core.measure m
JOIN core.report r ON r.report_id = m.report_id AND r.is_current
LEFT JOIN core.measure parent ON parent.measure_id = m.parent_measure_id
LEFT JOIN (SELECT DISTINCT measure_id FROM core.correction WHERE status = 'applied') c ON c.measure_id = m.measure_id
LEFT JOIN core.section s ON s.section_id = m.section_id
LEFT JOIN core.indicator i ON i.code = m.indicator
LEFT JOIN mart.region g ON g.region_code = r.region_code
