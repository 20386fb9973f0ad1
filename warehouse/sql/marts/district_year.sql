-- A district's year: how many reports there are, and (by district_year_headlines.sql) its headline figures.
WITH counted AS (
    SELECT
        g.district_code AS region_code, r.report_year, count(*) AS reports,
        count(*) FILTER (r.issuer_type = 'department') AS department_reports,
        min(r.report_id) FILTER (r.issuer_type = 'district') AS stated_report_id
    FROM core.report r
    JOIN mart.region g ON g.region_code = r.region_code
    WHERE r.is_current AND r.report_year IN (SELECT report_year FROM due_year) AND g.district_code IS NOT NULL
    GROUP BY ALL
)
SELECT
    c.region_code, g.province, g.city, g.district, c.report_year, c.reports,
    coalesce(y.townships_total, 0) AS townships_total, coalesce(p.townships_reporting, 0) AS townships_reporting,
    p.townships_reporting / y.townships_total AS coverage, c.department_reports, c.stated_report_id
FROM counted c
JOIN mart.region g ON g.region_code = c.region_code
LEFT JOIN region_year y ON y.region_code = c.region_code AND y.report_year = c.report_year
LEFT JOIN region_reporting p ON p.region_code = c.region_code AND p.report_year = c.report_year
