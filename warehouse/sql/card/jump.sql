-- Figures far from the issuer's last year: a unit that was lost or added, or something to ask about.
SELECT
    j.report_id || '-jump-' || j.indicator || '-' || j.unit_family AS finding_id, j.report_id, 'jump' AS kind,
    '异常变动' AS kind_name, CASE WHEN j.needs_review THEN 'note' ELSE 'ask' END AS severity,
    CASE j.verdict
        WHEN 'magnitude' THEN format('{}由上年 {:.12g} 变为 {:.12g}，约差一万倍', j.indicator_name, j.previous_value, j.value)
        ELSE format('{}由上年 {:.12g} 变为 {:.12g}，为 {:.2g} 倍', j.indicator_name, j.previous_value, j.value, j.ratio)
    END AS finding,
    j.sentence AS words, j.previous_sentence AS other_words, m.char_start,
    CASE j.verdict
        WHEN 'magnitude' THEN '请核对两年的单位，多半是“万”字有误' ELSE '请核实两年的数字与统计口径'
    END AS advice
FROM mart.jump_check j
LEFT JOIN core.measure m ON m.measure_id = j.measure_id
