-- The accepted reports of this load. Files of one text share a report_id: the file the store already has,
-- else the first by path, is the report (`taken`), the others are its copies. A report is `settled` where the
-- store has it in the same series: it was compared when it came.
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT
    n.*, s.report_id IS NOT NULL AND s.series_id = n.series_id AS settled,
    row_number() OVER (PARTITION BY n.report_id ORDER BY n.path IS DISTINCT FROM s.path, n.path) = 1
        AND (s.report_id IS NULL OR s.path = n.path) AS taken
FROM accepted_core_report n
LEFT JOIN core.report s ON s.report_id = n.report_id;
