-- A region with its names.
SELECT region_code, name, full_name, level, province_code FROM mart.region WHERE region_code = $place
