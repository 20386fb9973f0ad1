-- An indicator of a region over the years.
SELECT
    report_year, unit, value, value_is, stated_value, stated_value_is, stated_report_id, townships_stating, townships_reporting,
    townships_total
FROM mart.region_indicator_year
WHERE region_code = $place AND indicator = $indicator AND unit_family = $family
ORDER BY report_year
