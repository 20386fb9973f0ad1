-- The reports that are there, or come with this load, whose series as extracted is one of $1 (a list), with their texts.
WITH candidate AS (
    SELECT * EXCLUDE (rank, settled, taken) FROM incoming WHERE taken
    UNION ALL BY NAME
    SELECT * FROM core.report WHERE report_id NOT IN (SELECT report_id FROM incoming WHERE taken)
),
text AS (
    SELECT report_id, text FROM accepted_core_report_text WHERE report_id IN (SELECT report_id FROM incoming WHERE taken)
    UNION ALL
    SELECT report_id, text FROM core.report_text WHERE report_id NOT IN (SELECT report_id FROM incoming WHERE taken)
)
SELECT c.*, c.series_id AS extracted, t.text
FROM candidate c
JOIN text t ON t.report_id = c.report_id
WHERE list_contains($1, c.series_id)
ORDER BY c.report_id
