-- The accepted reports of this load; of one text in several files the best form (`form`), then the smallest path. A text
-- that the store has already, and whose file still lies unread where it was, changes nothing unless its form is better:
-- the new file is a copy. Else the report is `taken`: written anew. It is `settled` where the store has it in the same
-- series: it was compared with the others when it came.
CREATE OR REPLACE TEMP TABLE incoming AS
WITH best AS (
    SELECT n.*, f.rank
    FROM accepted_core_report n
    JOIN form f ON f.format IS NOT DISTINCT FROM n.format AND f.native IS NOT DISTINCT FROM n.native
    QUALIFY row_number() OVER (PARTITION BY n.report_id ORDER BY f.rank, n.path) = 1
)
SELECT
    n.* REPLACE (coalesce(s.loaded_at, CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP)) AS loaded_at), s.report_id IS NOT NULL AND s.series_id = n.series_id AS settled,
    s.report_id IS NULL OR l.path IS NULL OR a.path IS NOT NULL OR n.rank < f.rank AS taken
FROM best n
LEFT JOIN core.report s ON s.report_id = n.report_id
LEFT JOIN form f ON f.format IS NOT DISTINCT FROM s.format AND f.native IS NOT DISTINCT FROM s.native
LEFT JOIN ops.file l ON l.path = s.path AND l.report_id = s.report_id AND l.present
LEFT JOIN accepted_ops_file a ON a.path = s.path;
