-- The rows of district_year.sql, each with one figure for every headline indicator: of the indicator's
-- first unit family, null where no township states it.
WITH base AS (/* district_year */),
figure AS (
    SELECT d.region_code, d.report_year, d.indicator, d.value
    FROM mart.district_indicator_year d
    JOIN core.indicator i ON i.code = d.indicator AND d.unit_family = split_part(i.unit_families, '|', 1)
),
wide AS (
    SELECT region_code, report_year /* headlines */
    FROM figure f
    GROUP BY region_code, report_year
)
SELECT * FROM base LEFT JOIN wide USING (region_code, report_year)
