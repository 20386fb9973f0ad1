-- Districts and years that had reports as published before, and have none now.
SELECT p.region_code || '|' || p.report_year AS row_key, NULL AS report_id
FROM previous.mart.district_year p
ANTI JOIN mart.district_year n ON n.region_code = p.region_code AND n.report_year = p.report_year
