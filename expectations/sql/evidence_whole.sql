-- Current reports, of some that are to be looked at, of which the evidence view does not show as many measures as there are.
WITH held AS (
    SELECT m.report_id, count(*) AS n, min(m.measure_id) AS first
    FROM core.measure m
    JOIN core.report r ON r.report_id = m.report_id AND r.is_current
    WHERE m.report_id IN (/* some */)
    GROUP BY ALL
),
shown AS (
    SELECT report_id, count(*) AS n FROM mart.measure_evidence WHERE report_id IN (/* some */) GROUP BY ALL
)
SELECT h.first AS row_key, h.report_id
FROM held h
LEFT JOIN shown s ON s.report_id = h.report_id
WHERE h.n IS DISTINCT FROM s.n
