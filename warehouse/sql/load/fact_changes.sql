-- What this load ($1) changed in reports that were there before: one row a field, or a measure that came or went.
INSERT INTO ops.fact_change BY NAME
WITH measure_after AS (
    SELECT m.*, r.path FROM core.measure m JOIN core.report r USING (report_id)
    WHERE report_id IN (SELECT report_id FROM compared)
),
pair AS (
    SELECT
        measure_id, coalesce(a.report_id, b.report_id) AS report_id, coalesce(a.path, b.path) AS path,
        coalesce(a.text, b.text) AS text, coalesce(a.indicator, b.indicator) AS indicator,
        CASE WHEN b.report_id IS NULL THEN 'added' WHEN a.report_id IS NULL THEN 'removed' ELSE 'changed' END AS change,
        [
        {'field': 'value', 'before': CAST(b.value AS VARCHAR), 'after': CAST(a.value AS VARCHAR)},
        {'field': 'value_high', 'before': CAST(b.value_high AS VARCHAR), 'after': CAST(a.value_high AS VARCHAR)},
        {'field': 'unit', 'before': CAST(b.unit AS VARCHAR), 'after': CAST(a.unit AS VARCHAR)},
        {'field': 'bound', 'before': CAST(b.bound AS VARCHAR), 'after': CAST(a.bound AS VARCHAR)},
        {'field': 'modality', 'before': CAST(b.modality AS VARCHAR), 'after': CAST(a.modality AS VARCHAR)},
        {'field': 'kind', 'before': CAST(b.kind AS VARCHAR), 'after': CAST(a.kind AS VARCHAR)},
        {'field': 'period', 'before': CAST(b.period AS VARCHAR), 'after': CAST(a.period AS VARCHAR)},
        {'field': 'scope', 'before': CAST(b.scope AS VARCHAR), 'after': CAST(a.scope AS VARCHAR)},
        {'field': 'qualifier', 'before': CAST(b.qualifier AS VARCHAR), 'after': CAST(a.qualifier AS VARCHAR)},
        {'field': 'subject', 'before': CAST(b.subject AS VARCHAR), 'after': CAST(a.subject AS VARCHAR)},
        {'field': 'indicator', 'before': CAST(b.indicator AS VARCHAR), 'after': CAST(a.indicator AS VARCHAR)},
        {'field': 'parent_measure_id', 'before': CAST(b.parent_measure_id AS VARCHAR), 'after': CAST(a.parent_measure_id AS VARCHAR)}
        ] AS fields,
        {'field': 'measure', 'before': b.text, 'after': a.text} AS whole
    FROM fact_before b
    FULL JOIN measure_after a USING (measure_id)
),
told AS (
    SELECT * EXCLUDE (fields, whole), unnest(
        CASE WHEN change = 'changed' THEN list_filter(fields, lambda f: f.before IS DISTINCT FROM f.after) ELSE [whole] END
    ) AS one
    FROM pair
)
SELECT $1 AS run_id, report_id, path, measure_id, text, indicator, change, one.field, one.before, one.after FROM told;
