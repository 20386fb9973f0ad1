-- Figures far outside what is usual from the issuer's last year to this one (mart.jump_reference). The pairs are found by
-- keys and values alone: there are very many, and few are far.
WITH figure AS NOT MATERIALIZED (
    SELECT report_id, issuer_id, report_year, indicator, unit_family, value, value_is FROM mart.report_indicator WHERE value > 0
),
far AS MATERIALIZED (
    SELECT
        n.report_id, n.indicator, n.unit_family, n.value, n.value_is, o.report_id AS previous_report_id, o.value AS previous_value,
        o.value_is AS previous_value_is, n.value / o.value AS ratio, u.usual_ratio, u.low_ratio, u.high_ratio, u.pairs,
        (ln(n.value / o.value) - ln(u.usual_ratio)) / u.spread AS score
    FROM figure n
    JOIN figure o ON o.issuer_id = n.issuer_id AND o.indicator = n.indicator AND o.unit_family = n.unit_family
        AND o.report_year = n.report_year - 1
    JOIN mart.jump_reference u ON u.indicator = n.indicator AND u.unit_family = n.unit_family AND u.enough
    WHERE greatest(n.value, o.value) >= 10 AND n.value / o.value NOT BETWEEN u.low_ratio AND u.high_ratio
),
asked AS (
    SELECT report_id, indicator, unit_family FROM far
    UNION
    SELECT previous_report_id, indicator, unit_family FROM far
),
told AS ( -- the first of the measures that a figure is made of
    SELECT
        n.report_id, n.indicator, n.unit_family, arg_min(m.measure_id, (m.char_start, m.measure_id)) AS measure_id,
        arg_min(m.sentence, (m.char_start, m.measure_id)) AS sentence, bool_or(m.needs_review) AS needs_review
    FROM mart.report_indicator_input n
    SEMI JOIN asked a ON a.report_id = n.report_id AND a.indicator = n.indicator AND a.unit_family = n.unit_family
    JOIN (
        SELECT measure_id, char_start, sentence, needs_review FROM core.measure WHERE report_id IN (SELECT report_id FROM asked)
    ) m ON m.measure_id = n.measure_id
    WHERE n.used
    GROUP BY ALL
)
SELECT
    f.report_id, r.file, n.issuer, n.issuer_id, n.issuer_type, n.region_code, n.report_year, f.indicator, n.indicator_name,
    f.unit_family, n.unit, f.value, f.value_is, f.previous_report_id, f.previous_value, f.previous_value_is, f.ratio,
    f.usual_ratio, f.low_ratio, f.high_ratio, f.score, f.pairs,
    -- a ratio of ten thousand is a unit that was lost or added (万), not work
    CASE WHEN abs(abs(log10(f.ratio)) - 4) < 0.2 THEN 'magnitude' ELSE 'jump' END AS verdict,
    a.needs_review OR b.needs_review AS needs_review,
    a.measure_id, a.sentence, b.measure_id AS previous_measure_id, b.sentence AS previous_sentence
FROM far f
JOIN core.report r ON r.report_id = f.report_id
JOIN mart.report_indicator n ON n.report_id = f.report_id AND n.indicator = f.indicator AND n.unit_family = f.unit_family
JOIN told a ON a.report_id = f.report_id AND a.indicator = f.indicator AND a.unit_family = f.unit_family
JOIN told b ON b.report_id = f.previous_report_id AND b.indicator = f.indicator AND b.unit_family = f.unit_family
