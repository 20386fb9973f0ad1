-- The accepted reports of this load. A text that the store has already, and whose file still lies unread where
-- it was, changes nothing: the new file is a copy. Else the report is `taken`: written anew. It is `settled` where the
-- store has it in the same series: it was compared with the others when it came.
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT
    n.*, s.report_id IS NOT NULL AND s.series_id = n.series_id AS settled,
    s.report_id IS NULL OR l.path IS NULL OR a.path IS NOT NULL AS taken
FROM accepted_core_report n
LEFT JOIN core.report s ON s.report_id = n.report_id
LEFT JOIN ops.file l ON l.path = s.path AND l.report_id = s.report_id AND l.present
LEFT JOIN accepted_ops_file a ON a.path = s.path;
