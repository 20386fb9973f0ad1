-- The districts that a person may mean ($1): by code, by name, by the end of the full name.
SELECT region_code, full_name FROM mart.region
WHERE level = 'district' AND (region_code = $1 OR name = $1 OR ends_with(full_name, $1))
ORDER BY region_code
