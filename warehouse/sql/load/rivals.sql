-- The texts of every series in which a new text meets another one, new ones last, by report_id:
-- so the verdict does not depend on the order of files.
WITH rival AS (
    SELECT report_id, series_id, path, sha256, NOT settled AS fresh FROM incoming WHERE taken
    UNION ALL
    SELECT report_id, series_id, path, sha256, false FROM core.report
    WHERE report_id NOT IN (SELECT report_id FROM incoming WHERE taken)
),
met AS (
    SELECT series_id FROM rival GROUP BY series_id HAVING count(*) > 1 AND bool_or(fresh)
),
text AS (
    SELECT report_id, text FROM accepted_core_report_text WHERE report_id IN (SELECT report_id FROM incoming WHERE taken)
    UNION ALL
    SELECT report_id, text FROM core.report_text WHERE report_id NOT IN (SELECT report_id FROM incoming WHERE taken)
)
SELECT r.series_id, r.report_id, r.path, r.fresh, t.text
FROM rival r
JOIN met USING (series_id)
JOIN text t ON t.report_id = r.report_id
ORDER BY r.series_id, r.fresh, r.report_id;
