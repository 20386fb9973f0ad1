-- The regions of one level within a region, by an indicator in one year; `per` is 'township' for the mean of the townships that state it.
SELECT
    n.region_code, g.name, g.full_name, n.report_year, n.indicator, n.unit_family, n.unit,
    CASE WHEN $per = 'township' AND n.across_issuers = 'sum' THEN n.value / nullif(n.townships_stating, 0) ELSE n.value END AS shown,
    n.value, n.value_is, n.stated_value, n.stated_value_is, n.stated_report_id, n.townships_stating, n.townships_reporting,
    n.townships_total
FROM mart.region_indicator_year n
JOIN mart.region g ON g.region_code = n.region_code
WHERE
    starts_with(n.region_code, $prefix) AND n.level = $level
    AND n.indicator = $indicator AND n.unit_family = $family AND n.report_year = $year
ORDER BY shown DESC NULLS LAST, stated_value DESC NULLS LAST, n.region_code
LIMIT $rows OFFSET $skip
