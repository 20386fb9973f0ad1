SELECT district, report_year, value, unit, townships_stating, townships_total
FROM mart.district_indicator_year
WHERE indicator = 'enforcement.penalty'
ORDER BY report_year DESC, value DESC
