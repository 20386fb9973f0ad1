-- Districts where more townships state a figure than report at all.
SELECT concat_ws('|', region_code, indicator, report_year, unit_family) AS row_key, NULL AS report_id
FROM mart.district_indicator_year
WHERE townships_stating > townships_reporting
