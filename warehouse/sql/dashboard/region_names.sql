-- The prefectures and districts of a province, each with how many current reports of a year come from it and all in it.
WITH told AS (
    SELECT unnest(list_distinct([left(region_code, 4) || '00000000', left(region_code, 6) || '000000'])) AS region_code
    FROM core.report
    WHERE is_current AND report_year = $year AND starts_with(region_code, $prefix)
),
counted AS (SELECT region_code, count(*) AS reports FROM told GROUP BY region_code)
SELECT g.region_code, g.name, g.level, coalesce(c.reports, 0) AS reports
FROM mart.region g
LEFT JOIN counted c ON c.region_code = g.region_code
WHERE starts_with(g.region_code, $prefix) AND g.level IN ('city', 'district')
ORDER BY g.region_code
