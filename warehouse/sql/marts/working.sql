-- What several marts need, kept for the transaction only.

-- How the character of several figures combines: of an aggregate over exact, lower, upper, mixed (null: no figure).
CREATE OR REPLACE TEMP MACRO combined(x) AS CASE
    WHEN bool_and(x = 'exact') THEN 'exact'
    WHEN bool_and(x IN ('exact', 'lower')) THEN 'lower'
    WHEN bool_and(x IN ('exact', 'upper')) THEN 'upper'
    WHEN count(x) > 0 THEN 'mixed'
END;

-- One unit of the last digit of a number that is told in ten thousands: of 1.2万件 it is 1000, of 12件 nothing.
CREATE OR REPLACE TEMP MACRO step_of(words) AS CASE
    WHEN regexp_matches(words, '亿') THEN 1e8 / power(10, length(regexp_extract(words, '\.([0-9]+)', 1)))
    WHEN regexp_matches(words, '万') THEN 1e4 / power(10, length(regexp_extract(words, '\.([0-9]+)', 1)))
    ELSE 0
END;

-- How figures of several issuers combine (`way` is one of a group). Sums go through decimals: they are the same in whatever
-- order. A middle holds all values, so it is given none where a sum is asked for.
CREATE OR REPLACE TEMP MACRO across(way, x) AS CASE way
    WHEN 'sum' THEN CAST(sum(CAST(x AS DECIMAL(38, 6))) AS DOUBLE)
    WHEN 'median' THEN median(x) FILTER (way = 'median')
END;

-- The unit in which a unit family's canonical values are told: the indicator's own where it is a base unit.
CREATE OR REPLACE TEMP TABLE indicator_unit AS
WITH base AS (SELECT family, min(unit) AS unit FROM core.unit WHERE factor = 1 GROUP BY family),
allowed AS (
    SELECT code, unit AS own_unit, trim(unnest(string_split(unit_families, '|'))) AS unit_family
    FROM core.indicator
)
SELECT a.code AS indicator, a.unit_family, coalesce(own.unit, base.unit) AS unit
FROM allowed a
LEFT JOIN core.unit own ON own.unit = a.own_unit AND own.family = a.unit_family AND own.factor = 1
LEFT JOIN base ON base.family = a.unit_family;

-- A region above townships, and each township in it.
CREATE OR REPLACE TEMP TABLE region_township AS
SELECT region_code AS township_code, unnest([district_code, city_code, province_code]) AS region_code
FROM mart.region
WHERE level = 'township';
DELETE FROM region_township WHERE region_code IS NULL;

-- Townships there were in a region in each year of which there are reports.
CREATE OR REPLACE TEMP TABLE region_year AS
SELECT m.region_code, y.report_year, count(*) AS townships_total
FROM (SELECT DISTINCT report_year FROM core.report WHERE is_current AND report_year IS NOT NULL) y
CROSS JOIN region_township m
JOIN core.region t ON t.code = m.township_code
    AND coalesce(year(t.valid_from) <= y.report_year, true) AND coalesce(year(t.valid_to) >= y.report_year, true)
GROUP BY ALL;

-- Townships with a current report.
CREATE OR REPLACE TEMP TABLE region_reporting AS
SELECT m.region_code, r.report_year, count(DISTINCT r.region_code) AS townships_reporting
FROM core.report r
JOIN region_township m ON m.township_code = r.region_code
WHERE r.is_current AND r.issuer_type = 'township' AND r.report_year IS NOT NULL
GROUP BY ALL;
