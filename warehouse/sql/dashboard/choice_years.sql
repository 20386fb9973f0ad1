-- The years in which an indicator is told in a province, the last first.
SELECT DISTINCT report_year
FROM mart.region_indicator_year
WHERE starts_with(region_code, $prefix) AND indicator = $indicator AND unit_family = $family
ORDER BY report_year DESC
