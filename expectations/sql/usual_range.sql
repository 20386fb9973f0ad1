-- Figures of this run outside the usual range of their indicator, unit family and type of issuer; the most particular range counts.
WITH bound AS (
    SELECT
        m.measure_id, m.report_id, m.value_canonical, u.low, u.high, row_number() OVER (
            PARTITION BY m.measure_id ORDER BY u.indicator = '*', u.issuer_type = '*'
        ) AS rank
    FROM core.measure m
    JOIN core.report r ON r.report_id = m.report_id AND r.run_id = $run_id
    JOIN core.usual_range u ON u.unit_family = m.unit_family AND u.indicator IN (m.indicator, '*')
        AND u.issuer_type IN (r.issuer_type, '*')
    WHERE m.kind = 'level' AND m.indicator <> 'other'
)
SELECT measure_id AS row_key, report_id FROM bound WHERE rank = 1 AND value_canonical NOT BETWEEN low AND high
