-- One figure of a report: its measures of one indicator and unit family, combined as the catalogue says.
WITH input AS (
    SELECT
        n.*, CASE WHEN n.used THEN CAST(n.value AS DECIMAL(38, 6)) END AS amount,
        CASE WHEN n.used THEN CASE m.bound WHEN 'exact' THEN 'exact' WHEN 'at_least' THEN 'lower'
            WHEN 'at_most' THEN 'upper' ELSE 'mixed' END END AS value_is
    FROM mart.report_indicator_input n
    JOIN core.measure m ON m.measure_id = n.measure_id
    WHERE n.report_id IN (SELECT report_id FROM due)
        AND (n.used OR n.why_not IN ('qualified', 'repeated', 'in_total', 'not_largest', 'ambiguous'))
),
figure AS (
    SELECT
        report_id, indicator, unit_family, CAST(sum(amount) AS DOUBLE) AS value, combined(value_is) AS value_is,
        count(*) FILTER (used) AS measures_used, count(*) AS measures_considered,
        count(*) FILTER (why_not = 'ambiguous') > 0 AS ambiguous, bool_and(coalesce(why_not = 'qualified', false)) AS only_qualified,
        CASE
            WHEN ambiguous THEN 'ambiguous'
            WHEN only_qualified THEN 'only_qualified'
            WHEN count(*) FILTER (why_not = 'in_total') > 0 THEN 'stated_total'
            WHEN count(*) FILTER (why_not = 'not_largest') > 0 THEN 'largest'
            WHEN measures_used = 1 THEN 'single'
            ELSE 'sum_of_items'
        END AS method
    FROM input
    GROUP BY ALL
)
SELECT
    f.report_id, r.issuer, r.issuer_id, r.issuer_type, r.region_code, r.report_year, f.indicator,
    i.name_zh AS indicator_name, f.unit_family, u.unit, f.value, f.value_is, f.method, f.measures_used,
    f.measures_considered, f.ambiguous, f.only_qualified
FROM figure f
JOIN core.report r ON r.report_id = f.report_id
JOIN core.indicator i ON i.code = f.indicator
LEFT JOIN indicator_unit u ON u.indicator = f.indicator AND u.unit_family = f.unit_family
