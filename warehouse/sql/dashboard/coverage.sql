-- How many of a province's townships reported, each year that any did.
WITH total AS (
    SELECT province_code, count(*) AS townships_total FROM mart.region WHERE level = 'township' GROUP BY province_code
),
reporting AS (
    SELECT
        g.province_code, g.province, r.report_year, count(DISTINCT r.region_code) FILTER (r.issuer_type = 'township') AS townships_reporting,
        count(DISTINCT g.district_code) AS districts, count(*) AS reports
    FROM core.report r
    JOIN mart.region g ON g.region_code = r.region_code
    WHERE r.is_current AND r.report_year IS NOT NULL
    GROUP BY ALL
)
SELECT
    province_code, province, report_year, reports, districts, townships_reporting, townships_total,
    townships_reporting / nullif(townships_total, 0) AS coverage
FROM reporting
JOIN total USING (province_code)
ORDER BY province_code, report_year DESC
LIMIT $rows OFFSET $skip
