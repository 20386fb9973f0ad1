-- Facts that changed between two published versions, counted by what they were and became.
WITH version AS ( -- the runs that published, and the two that are meant: $1 the older, $2 the newer
    SELECT run_id FROM ops.run WHERE status = 'published'
),
newer AS (
    SELECT max(run_id) AS run_id FROM version WHERE $2 IS NULL OR starts_with(run_id, $2)
),
older AS (
    SELECT max(v.run_id) AS run_id FROM version v, newer n
    WHERE CASE WHEN $1 IS NULL THEN v.run_id < n.run_id ELSE starts_with(v.run_id, $1) END
),
meant AS (
    SELECT c.* FROM ops.fact_change c, newer n, older o
    WHERE c.run_id <= n.run_id AND c.run_id > coalesce(o.run_id, '')
)
SELECT
    change, field, CASE WHEN change = 'changed' THEN before END AS before, CASE WHEN change = 'changed' THEN after END AS after,
    count(*) AS n
FROM meant
GROUP BY ALL
ORDER BY n DESC, change, field, before, after;
