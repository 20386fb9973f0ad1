-- The prefectures and districts of a province by code.
SELECT region_code, name FROM mart.region WHERE starts_with(region_code, $prefix) AND level IN ('city', 'district')
