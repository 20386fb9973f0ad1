-- What the townships of a region say of an indicator in one year.
SELECT
    f.report_id, g.full_name, g.township, f.issuer, f.report_year, f.indicator, f.unit_family, f.unit, f.value, f.value_is,
    f.method, f.measures_used
FROM mart.report_indicator f
JOIN mart.region g ON g.region_code = f.region_code
WHERE
    starts_with(f.region_code, $prefix) AND f.issuer_type = 'township'
    AND f.indicator = $indicator AND f.unit_family = $family AND f.report_year = $year
ORDER BY f.value DESC NULLS LAST, f.region_code
LIMIT $rows OFFSET $skip
