-- This year beside the last one. Only issuers that speak in both years are compared, in one unit family:
-- a township that begins to report is no growth.
WITH said AS NOT MATERIALIZED (
    SELECT * FROM mart.report_indicator
    WHERE value IS NOT NULL AND report_year BETWEEN (SELECT min(report_year) - 1 FROM due_year) AND (SELECT max(report_year) FROM due_year)
),
own AS ( -- of the issuers that are due
    SELECT * FROM said WHERE issuer_id IN (SELECT issuer_id FROM due_issuer)
),
issuer AS (
    SELECT
        'issuer' AS entity_type, n.issuer_id AS entity_id, n.issuer AS entity_name, n.region_code, n.report_year, n.indicator,
        n.indicator_name, n.unit_family, n.unit, n.value, n.value_is, o.value AS previous_value, o.value_is AS previous_value_is,
        CAST(o.value IS NOT NULL AS BIGINT) AS compared, CASE WHEN o.value IS NOT NULL THEN n.value END AS now, o.value AS before
    FROM own n
    LEFT JOIN own o ON o.issuer_id = n.issuer_id AND o.indicator = n.indicator
        AND o.unit_family = n.unit_family AND o.report_year = n.report_year - 1
    WHERE n.report_year IN (SELECT report_year FROM due_year)
),
matched AS ( -- a region's townships that speak in both years
    SELECT
        m.region_code, n.report_year, n.indicator, n.unit_family, count(*) AS compared,
        across(i.across_issuers, n.value) AS now, across(i.across_issuers, o.value) AS before
    FROM said n
    JOIN said o ON o.issuer_id = n.issuer_id AND o.indicator = n.indicator
        AND o.unit_family = n.unit_family AND o.report_year = n.report_year - 1
    JOIN region_township m ON m.township_code = n.region_code
    JOIN core.indicator i ON i.code = n.indicator
    WHERE n.issuer_type = 'township' AND n.report_year IN (SELECT report_year FROM due_year)
        AND m.region_code IN (SELECT region_code FROM due_region)
    GROUP BY m.region_code, n.report_year, n.indicator, n.unit_family, i.across_issuers
),
region AS (
    SELECT
        n.level AS entity_type, n.region_code AS entity_id, g.full_name AS entity_name, n.region_code, n.report_year,
        n.indicator, n.indicator_name, n.unit_family, n.unit, n.value, n.value_is, o.value AS previous_value,
        o.value_is AS previous_value_is, coalesce(m.compared, 0) AS compared, m.now, m.before
    FROM mart.region_indicator_year n
    JOIN mart.region g ON g.region_code = n.region_code
    LEFT JOIN mart.region_indicator_year o ON o.region_code = n.region_code AND o.indicator = n.indicator
        AND o.unit_family = n.unit_family AND o.report_year = n.report_year - 1
    LEFT JOIN matched m ON m.region_code = n.region_code AND m.indicator = n.indicator
        AND m.unit_family = n.unit_family AND m.report_year = n.report_year
    WHERE n.value IS NOT NULL AND n.report_year IN (SELECT report_year FROM due_year)
        AND n.region_code IN (SELECT region_code FROM due_region)
),
both_kinds AS (SELECT * FROM issuer UNION ALL BY NAME SELECT * FROM region)
SELECT * EXCLUDE (now, before), now - before AS difference, (now - before) / nullif(before, 0) AS relative_change
FROM both_kinds
