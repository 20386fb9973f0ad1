-- What was refused now. A refusal known before keeps the run that first saw it.
CREATE OR REPLACE TEMP TABLE refused AS
SELECT * FROM accepted_ops_quarantine
UNION ALL BY NAME
SELECT
    substr(sha256('series_conflict|' || path || '|' || sha256), 1, 16) AS quarantine_id, run_id, 'file' AS kind,
    NULL AS table_name, path, sha256, report_id, 'series_conflict' AS rule, conflict AS reason, NULL AS row, 'open' AS status
FROM (
    SELECT path, sha256, report_id, run_id, conflict FROM seen WHERE outcome = 'conflict'
    UNION ALL
    SELECT path, sha256, report_id, run_id, conflict FROM ousted CROSS JOIN this_run
);

-- A file that came again and passed, or was refused for another reason, is released from the old one; so is one that is
-- gone, and so are the rows of a report that was written anew, or of one that was never loaded and reads otherwise now.
UPDATE ops.quarantine q
SET status = CASE WHEN quarantine_id IN (SELECT quarantine_id FROM refused) THEN 'open' ELSE 'released' END
WHERE quarantine_id IN (SELECT quarantine_id FROM refused)
    OR (kind = 'file' AND path IN (SELECT path FROM refused WHERE kind = 'file'))
    OR (kind = 'file' AND path IN (SELECT path FROM seen WHERE outcome IN ('loaded', 'copy', 'unpacked')))
    OR (kind = 'file' AND path IN (SELECT path FROM ops.file WHERE NOT present))
    OR (kind = 'row' AND report_id IN (SELECT report_id FROM renewed))
    OR (kind = 'row' AND path IN (SELECT path FROM seen) AND report_id NOT IN (SELECT report_id FROM core.report));

INSERT INTO ops.quarantine BY NAME
SELECT * FROM refused
WHERE quarantine_id NOT IN (SELECT quarantine_id FROM ops.quarantine)
QUALIFY row_number() OVER (PARTITION BY quarantine_id ORDER BY path) = 1;
