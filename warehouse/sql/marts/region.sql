-- Every region with its ancestors. NBS puts placeholders such as 市辖区 between a municipality and its
-- districts; they are no city.
WITH region AS (
    SELECT *, level = 'city' AND name IN ('市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划') AS placeholder
    FROM core.region
),
line AS ( -- the region itself and all above it
    SELECT a.code AS region_code, unnest([a, b, c, d]) AS above
    FROM region a
    LEFT JOIN region b ON b.code = a.parent_code
    LEFT JOIN region c ON c.code = b.parent_code
    LEFT JOIN region d ON d.code = c.parent_code
),
named AS (
    SELECT
        region_code,
        any_value(above.code) FILTER (above.level = 'province') AS province_code,
        any_value(above.name) FILTER (above.level = 'province') AS province,
        any_value(above.code) FILTER (above.level = 'city' AND NOT above.placeholder) AS city_code,
        any_value(above.name) FILTER (above.level = 'city' AND NOT above.placeholder) AS city,
        any_value(above.code) FILTER (above.level = 'district') AS district_code,
        any_value(above.name) FILTER (above.level = 'district') AS district,
        any_value(above.name) FILTER (above.level = 'township') AS township
    FROM line
    GROUP BY region_code
)
SELECT r.code AS region_code, r.name, r.level, r.full_name, n.* EXCLUDE (region_code)
FROM core.region r
JOIN named n ON n.region_code = r.code
