-- A region's figure is that of its townships; what its own government's report says stands beside it,
-- departments never enter. A region and year without any statement has no row.
WITH township AS (
    SELECT m.region_code, f.indicator, f.report_year, f.unit_family, f.value, f.value_is
    FROM mart.report_indicator f
    JOIN region_township m ON m.township_code = f.region_code
    WHERE f.issuer_type = 'township' AND f.value IS NOT NULL AND f.report_year IN (SELECT report_year FROM due_year)
        AND m.region_code IN (SELECT region_code FROM due_region)
),
together AS (
    SELECT
        t.region_code, t.indicator, t.report_year, t.unit_family, across(i.across_issuers, t.value) AS value,
        combined(t.value_is) AS value_is, count(*) AS townships_stating, count(*) FILTER (t.value_is = 'lower') AS n_at_least,
        count(*) FILTER (t.value_is = 'upper') AS n_at_most, count(*) FILTER (t.value_is = 'mixed') AS n_approx
    FROM township t
    JOIN core.indicator i ON i.code = t.indicator
    GROUP BY t.region_code, t.indicator, t.report_year, t.unit_family, i.across_issuers
),
own AS (
    SELECT
        f.region_code, f.indicator, f.report_year, f.unit_family, f.value AS stated_value,
        f.value_is AS stated_value_is, f.report_id AS stated_report_id
    FROM mart.report_indicator f
    WHERE f.issuer_type IN ('district', 'city', 'province') AND f.report_year IN (SELECT report_year FROM due_year)
        AND f.region_code IN (SELECT region_code FROM due_region)
),
joined AS (
    SELECT * FROM together FULL JOIN own USING (region_code, indicator, report_year, unit_family)
)
SELECT
    j.region_code, g.level, g.province, g.city, g.district, j.report_year, i.domain, j.indicator,
    i.name_zh AS indicator_name, i.nature, i.across_issuers, j.unit_family, u.unit, j.value,
    CASE WHEN j.value IS NOT NULL THEN j.value_is END AS value_is, j.stated_value, j.stated_value_is, j.stated_report_id,
    coalesce(y.townships_total, 0) AS townships_total, coalesce(p.townships_reporting, 0) AS townships_reporting,
    coalesce(j.townships_stating, 0) AS townships_stating, coalesce(j.n_at_least, 0) AS n_at_least,
    coalesce(j.n_at_most, 0) AS n_at_most, coalesce(j.n_approx, 0) AS n_approx
FROM joined j
JOIN mart.region g ON g.region_code = j.region_code AND g.level <> 'township'
JOIN core.indicator i ON i.code = j.indicator
LEFT JOIN indicator_unit u ON u.indicator = j.indicator AND u.unit_family = j.unit_family
LEFT JOIN region_year y ON y.region_code = j.region_code AND y.report_year = j.report_year
LEFT JOIN region_reporting p ON p.region_code = j.region_code AND p.report_year = j.report_year
