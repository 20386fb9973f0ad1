-- All indicators of a region in one year.
SELECT
    n.region_code, d.name_zh AS domain_name, n.domain, n.indicator, n.indicator_name, n.unit_family, n.unit, n.report_year, n.value, n.value_is,
    n.townships_stating, n.townships_reporting, n.stated_value, n.stated_value_is, n.stated_report_id
FROM mart.region_indicator_year n
JOIN core.domain d ON d.domain = n.domain
WHERE n.region_code = $place AND n.report_year = $year
ORDER BY n.domain, n.indicator, n.unit_family
LIMIT $rows OFFSET $skip
