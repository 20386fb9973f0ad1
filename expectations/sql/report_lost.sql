-- The current reports there are, with those withdrawn on purpose, as a share of those published before; of fewer than ten nothing is said.
WITH before AS (SELECT report_id FROM previous.core.report WHERE is_current),
left_over AS (
    SELECT count(*) AS n FROM core.report WHERE is_current
    UNION ALL
    SELECT count(*) FROM before WHERE report_id IN (SELECT report_id FROM ops.withdrawal)
)
SELECT CASE WHEN (SELECT count(*) FROM before) >= 10 THEN sum(n) / (SELECT count(*) FROM before) END FROM left_over
