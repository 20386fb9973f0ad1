-- The current reports of a district ($1) in one year ($2) or in all (null).
SELECT r.report_id, r.issuer, r.report_year, r.title, r.file
FROM core.report r
JOIN mart.region g ON g.region_code = r.region_code
WHERE r.is_current AND g.district_code = $1 AND ($2 IS NULL OR r.report_year = $2)
ORDER BY r.report_year DESC, r.issuer, r.report_id
