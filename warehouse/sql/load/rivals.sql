-- The texts of every series in which a new text meets another one, with the rank of their form. An old one is
-- `replaced` where its file holds a new text now, and no other file holds the old one.
WITH newcomer AS (
    SELECT report_id, series_id, path, NOT settled AS fresh, rank, native FROM incoming WHERE taken
),
asked AS (
    SELECT series_id FROM newcomer WHERE fresh
    UNION
    SELECT series_id FROM core.report SEMI JOIN moved USING (report_id)
),
stored AS (
    SELECT r.report_id, r.series_id, r.path, m.report_id IS NOT NULL AS fresh, f.rank, r.native
    FROM core.report r
    SEMI JOIN asked USING (series_id)
    ANTI JOIN newcomer n ON n.report_id = r.report_id
    ANTI JOIN reread a ON a.report_id = r.report_id
    JOIN form f ON f.format IS NOT DISTINCT FROM r.format AND f.native IS NOT DISTINCT FROM r.native
    LEFT JOIN moved m ON m.report_id = r.report_id
),
overwritten AS (
    SELECT s.report_id FROM stored s JOIN accepted_ops_file f ON f.path = s.path AND f.present AND f.report_id <> s.report_id
),
elsewhere AS (
    SELECT s.report_id FROM stored s JOIN ops.file f ON f.report_id = s.report_id AND f.path <> s.path AND f.moved_to IS NULL
),
rival AS (
    SELECT *, false AS replaced FROM newcomer SEMI JOIN asked USING (series_id)
    UNION ALL
    SELECT
        *, report_id IN (SELECT report_id FROM overwritten) AND report_id NOT IN (SELECT report_id FROM elsewhere)
    FROM stored
),
met AS (
    SELECT * FROM rival QUALIFY count(*) OVER (PARTITION BY series_id) > 1
),
text AS (
    SELECT report_id, text FROM accepted_core_report_text WHERE report_id IN (SELECT report_id FROM newcomer)
    UNION ALL
    SELECT report_id, text FROM core.report_text WHERE report_id NOT IN (SELECT report_id FROM newcomer)
)
SELECT r.series_id, r.report_id, r.path, r.fresh, t.text, r.rank, coalesce(r.native, true), r.replaced
FROM met r
JOIN text t ON t.report_id = r.report_id
ORDER BY r.series_id, r.report_id;
