-- What can be drawn of the regions of a province: indicators with their unit families.
SELECT
    d.name_zh AS domain_name, n.indicator, n.indicator_name, n.unit_family, any_value(n.unit) AS unit,
    any_value(i.headline) AS headline, count(*) AS figures, count(n.value) AS townships_figures
FROM mart.region_indicator_year n
JOIN core.domain d ON d.domain = n.domain
JOIN core.indicator i ON i.code = n.indicator
WHERE starts_with(n.region_code, $prefix)
GROUP BY n.domain, d.name_zh, n.indicator, n.indicator_name, n.unit_family
ORDER BY n.domain, n.indicator, figures DESC, n.unit_family
