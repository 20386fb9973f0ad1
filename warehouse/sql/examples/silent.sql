SELECT r.report_year, g.full_name, r.title
FROM core.report r
JOIN mart.region g ON g.region_code = r.region_code
ANTI JOIN (FROM mart.report_indicator WHERE indicator = 'review.reconsideration') i ON i.report_id = r.report_id
WHERE r.is_current AND r.issuer_type = 'township'
ORDER BY r.report_year DESC, g.full_name
