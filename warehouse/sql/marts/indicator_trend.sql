-- This year beside the last one. Only issuers that speak in both years are compared, in one unit family:
-- a township that begins to report is no growth.
WITH said AS (
    SELECT * FROM mart.report_indicator WHERE value IS NOT NULL AND report_year IS NOT NULL
),
pair AS (
    SELECT n.*, o.value AS before, o.value_is AS before_is
    FROM said n
    LEFT JOIN said o ON o.issuer_id = n.issuer_id AND o.indicator = n.indicator
        AND o.unit_family = n.unit_family AND o.report_year = n.report_year - 1
    WHERE n.report_year IN (SELECT report_year FROM due_year)
),
issuer AS (
    SELECT
        'issuer' AS entity_type, issuer_id AS entity_id, issuer AS entity_name, region_code, report_year, indicator,
        indicator_name, unit_family, unit, value, value_is, before AS previous_value, before_is AS previous_value_is,
        CAST(before IS NOT NULL AS BIGINT) AS compared, CASE WHEN before IS NOT NULL THEN value END AS now, before
    FROM pair
),
matched AS (
    SELECT
        m.region_code, p.report_year, p.indicator, p.unit_family, count(*) AS compared,
        across(i.across_issuers, p.value) AS now, across(i.across_issuers, p.before) AS before
    FROM pair p
    JOIN region_township m ON m.township_code = p.region_code
    JOIN core.indicator i ON i.code = p.indicator
    WHERE p.issuer_type = 'township' AND p.before IS NOT NULL
    GROUP BY m.region_code, p.report_year, p.indicator, p.unit_family, i.across_issuers
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
),
both_kinds AS (SELECT * FROM issuer UNION ALL BY NAME SELECT * FROM region)
SELECT * EXCLUDE (now, before), now - before AS difference, (now - before) / nullif(before, 0) AS relative_change
FROM both_kinds
