-- Current reports of this run of which the evidence view does not show as many measures as there are.
WITH held AS (
    SELECT m.report_id, count(*) AS n, min(m.measure_id) AS first
    FROM core.measure m
    JOIN core.report r ON r.report_id = m.report_id AND r.is_current AND r.run_id = $run_id
    GROUP BY ALL
)
SELECT h.first AS row_key, h.report_id
FROM held h
LEFT JOIN (SELECT report_id, count(*) AS n FROM mart.measure_evidence GROUP BY ALL) e ON e.report_id = h.report_id
WHERE h.n IS DISTINCT FROM e.n
