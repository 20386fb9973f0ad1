-- What departments say of themselves; never part of a region's figure.
SELECT
    f.issuer_id, f.issuer, r.department, f.region_code, g.province, g.city, g.district, g.township, f.report_year,
    i.domain, f.indicator, f.indicator_name, i.nature, f.unit_family, f.unit, f.value, f.value_is, f.method,
    f.ambiguous, f.only_qualified, f.report_id
FROM mart.report_indicator f
JOIN core.report r ON r.report_id = f.report_id
JOIN core.indicator i ON i.code = f.indicator
LEFT JOIN mart.region g ON g.region_code = f.region_code
WHERE f.issuer_type = 'department' AND f.report_year IS NOT NULL AND f.report_id IN (SELECT report_id FROM due)
