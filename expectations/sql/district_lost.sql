-- Districts and years that had three reports or more as published before, none of them withdrawn on purpose, and have none now.
SELECT p.region_code || '|' || p.report_year AS row_key, NULL AS report_id
FROM previous.mart.district_year p
ANTI JOIN mart.district_year n ON n.region_code = p.region_code AND n.report_year = p.report_year
WHERE p.reports >= 3 AND NOT EXISTS (
    SELECT 1
    FROM previous.core.report r
    WHERE r.report_year = p.report_year AND left(r.region_code, 6) = left(p.region_code, 6)
        AND r.report_id IN (SELECT report_id FROM ops.withdrawal)
)
