-- The texts of every series in which a new text meets another one, with the rank of their form. An old one is
-- `replaced` where its file holds a new text now.
WITH rival AS (
    SELECT report_id, series_id, path, NOT settled AS fresh, rank, native, false AS replaced FROM incoming WHERE taken
    UNION ALL
    SELECT
        r.report_id, r.series_id, r.path, r.report_id IN (SELECT report_id FROM moved), f.rank, r.native,
        r.path IN (SELECT path FROM accepted_ops_file WHERE present AND report_id <> r.report_id)
            AND r.report_id NOT IN (
                SELECT report_id FROM ops.file WHERE report_id IS NOT NULL AND path <> r.path AND moved_to IS NULL
            ) AS replaced
    FROM core.report r
    JOIN form f ON f.format IS NOT DISTINCT FROM r.format AND f.native IS NOT DISTINCT FROM r.native
    WHERE r.report_id NOT IN (SELECT report_id FROM incoming WHERE taken) AND r.report_id NOT IN (SELECT report_id FROM reread)
),
met AS (
    SELECT series_id FROM rival GROUP BY series_id HAVING count(*) > 1 AND bool_or(fresh)
),
text AS (
    SELECT report_id, text FROM accepted_core_report_text WHERE report_id IN (SELECT report_id FROM incoming WHERE taken)
    UNION ALL
    SELECT report_id, text FROM core.report_text WHERE report_id NOT IN (SELECT report_id FROM incoming WHERE taken)
)
SELECT r.series_id, r.report_id, r.path, r.fresh, t.text, r.rank, coalesce(r.native, true), r.replaced
FROM rival r
JOIN met USING (series_id)
JOIN text t ON t.report_id = r.report_id
ORDER BY r.series_id, r.report_id;
