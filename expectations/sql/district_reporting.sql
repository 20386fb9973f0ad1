-- Districts with more townships reporting than there are.
SELECT region_code || '|' || report_year AS row_key, NULL AS report_id
FROM mart.district_year
WHERE townships_reporting > townships_total
