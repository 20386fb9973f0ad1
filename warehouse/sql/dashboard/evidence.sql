-- Measures with their sentences: of a region and all in it, of an issuer, a report, an indicator, a year; those that were used first.
SELECT
    e.measure_id, e.report_id, e.start, e."end", e.text, e.value, e.value_high, e.unit, e.bound, e.modality, e.kind, e.period, e.qualifier,
    e.subject, e.sentence, e.indicator, coalesce(e.indicator_name, e.indicator) AS indicator_name, coalesce(c.domain, 'other') AS domain,
    e.issuer, concat(e.province, e.city, e.district, e.township, e.department) AS place, e.report_year, e.confidence, e.needs_review,
    coalesce(i.used, false) AS used, i.why_not
FROM mart.measure_evidence e
LEFT JOIN mart.report_indicator_input i ON i.measure_id = e.measure_id
LEFT JOIN core.indicator c ON c.code = e.indicator
WHERE
    ($prefix::VARCHAR IS NULL OR starts_with(e.region_code, $prefix))
    AND ($townships::BIGINT IS NULL OR e.issuer_type = 'township')
    AND ($issuer::VARCHAR IS NULL OR e.issuer_id = $issuer)
    AND ($report::VARCHAR IS NULL OR e.report_id = $report)
    AND ($indicator::VARCHAR IS NULL OR e.indicator = $indicator)
    AND ($family::VARCHAR IS NULL OR i.unit_family = $family)
    AND ($year::BIGINT IS NULL OR e.report_year = $year)
    AND ($domain::VARCHAR IS NULL OR c.domain = $domain)
ORDER BY used DESC, e.report_year DESC, e.region_code, e.report_id, e.start
LIMIT $rows OFFSET $skip
