-- What is usual from one year to the next, for each indicator and unit family: the middle of all issuers' ratios (on a
-- logarithmic scale) and their spread. Half of the pairs may be wild without moving either.
WITH pair AS (
    SELECT n.indicator, n.unit_family, ln(n.value / o.value) AS growth
    FROM mart.report_indicator n
    JOIN mart.report_indicator o ON o.issuer_id = n.issuer_id AND o.indicator = n.indicator
        AND o.unit_family = n.unit_family AND o.report_year = n.report_year - 1
    JOIN core.indicator i ON i.code = n.indicator AND i.nature IN ('flow', 'stock') -- rates have a ceiling
    WHERE n.value > 0 AND o.value > 0 AND greatest(n.value, o.value) >= 10
),
middle AS (
    SELECT indicator, unit_family, count(*) AS pairs, median(growth) AS usual FROM pair GROUP BY ALL
),
spread AS (
    SELECT p.indicator, p.unit_family, greatest(1.4826 * median(abs(p.growth - m.usual)), 0.2) AS spread
    FROM pair p
    JOIN middle m ON m.indicator = p.indicator AND m.unit_family = p.unit_family
    GROUP BY ALL
)
SELECT
    m.indicator, i.name_zh AS indicator_name, m.unit_family, m.pairs, m.pairs >= 30 AS enough,
    exp(m.usual) AS usual_ratio, s.spread,
    least(exp(m.usual - 5 * s.spread), 1 / 3) AS low_ratio, greatest(exp(m.usual + 5 * s.spread), 3) AS high_ratio
FROM middle m
JOIN spread s ON s.indicator = m.indicator AND s.unit_family = m.unit_family
JOIN core.indicator i ON i.code = m.indicator
