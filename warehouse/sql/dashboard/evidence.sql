-- Measures with their sentences: of a region and all in it, of an issuer, a report, an indicator, a year; those of the indicator that
-- were used first. The few that are shown are found first, then their words are fetched.
WITH found AS (
    SELECT m.rowid AS place, coalesce(i.used, false) AS chosen, r.report_year, r.region_code, m.report_id, m.char_start
    FROM core.measure m
    JOIN core.report r ON r.report_id = m.report_id AND r.is_current
    LEFT JOIN (
        SELECT measure_id, used, unit_family FROM mart.report_indicator_input WHERE indicator = $indicator
    ) i ON i.measure_id = m.measure_id
    WHERE
        ($prefix::VARCHAR IS NULL OR starts_with(r.region_code, $prefix))
        AND ($townships::BIGINT IS NULL OR r.issuer_type = 'township')
        AND ($issuer::VARCHAR IS NULL OR r.issuer_id = $issuer)
        AND ($report::VARCHAR IS NULL OR m.report_id = $report)
        AND ($indicator::VARCHAR IS NULL OR m.indicator = $indicator)
        AND ($family::VARCHAR IS NULL OR i.unit_family = $family)
        AND ($year::BIGINT IS NULL OR r.report_year = $year)
        AND ($domain::VARCHAR IS NULL OR m.indicator IN (SELECT code FROM core.indicator WHERE domain = $domain))
    ORDER BY chosen DESC, r.report_year DESC, r.region_code, m.report_id, m.char_start
    LIMIT $rows OFFSET $skip
)
SELECT
    m.measure_id, m.report_id, m.char_start AS start, m.char_end AS "end", m.text, m.value, m.value_high, m.unit, m.bound, m.modality,
    m.kind, m.period, m.qualifier, m.subject, m.sentence, m.indicator, coalesce(c.name_zh, m.indicator) AS indicator_name,
    coalesce(c.domain, 'other') AS domain, r.issuer, concat(g.province, g.city, g.district, g.township, r.department) AS place,
    r.report_year, m.confidence, m.needs_review, coalesce(i.used, false) AS used, i.why_not,
    t.text[greatest(m.char_start - 15, 1) : m.char_start] AS words_before
FROM found f
JOIN core.measure m ON m.rowid = f.place
JOIN core.report r ON r.report_id = f.report_id
JOIN core.report_text t ON t.report_id = f.report_id
LEFT JOIN mart.region g ON g.region_code = r.region_code
LEFT JOIN core.indicator c ON c.code = m.indicator
LEFT JOIN mart.report_indicator_input i ON i.measure_id = m.measure_id
ORDER BY f.chosen DESC, f.report_year DESC, f.region_code, f.report_id, f.char_start
