-- The districts that have anything to show, with the file name of their workbook.
SELECT g.district_code, g.full_name
FROM mart.region AS g
WHERE g.level = 'district' AND g.region_code IN (
    SELECT region_code FROM mart.district_year UNION SELECT region_code FROM mart.district_indicator_year
)
AND ($place IS NULL OR $place IN (g.name, g.region_code, g.full_name))
ORDER BY g.region_code;
