-- Current reports of each year by the kind of their issuer.
SELECT
    report_year,
    count(*) FILTER (issuer_type = 'township') AS township,
    count(*) FILTER (issuer_type IN ('province', 'city', 'district')) AS government,
    count(*) FILTER (issuer_type = 'department') AS department,
    count(*) FILTER (issuer_type IN ('development_zone', 'unknown')) AS others,
    count(*) AS reports
FROM core.report
WHERE is_current AND report_year IS NOT NULL
GROUP BY report_year
ORDER BY report_year
