-- What was refused now. A refusal known before keeps the run that first saw it; one whose file or report
-- came again and passed is released.
CREATE OR REPLACE TEMP TABLE refused AS
SELECT * FROM accepted_ops_quarantine
UNION ALL BY NAME
SELECT
    substr(sha256('series_conflict|' || o.path || '|' || o.sha256), 1, 16) AS quarantine_id, s.run_id,
    'file' AS kind, NULL AS table_name, o.path, o.sha256, o.report_id, 'series_conflict' AS rule, o.reason,
    NULL AS row, 'open' AS status
FROM outcome o
JOIN seen s ON s.path = o.path
WHERE o.status = 'conflict';

UPDATE ops.quarantine
SET status = CASE WHEN quarantine_id IN (SELECT quarantine_id FROM refused) THEN 'open' ELSE 'released' END
WHERE quarantine_id IN (SELECT quarantine_id FROM refused)
    OR path IN (SELECT path FROM seen)
    OR report_id IN (SELECT report_id FROM renewed);

INSERT INTO ops.quarantine BY NAME
SELECT * FROM refused
WHERE quarantine_id NOT IN (SELECT quarantine_id FROM ops.quarantine)
QUALIFY row_number() OVER (PARTITION BY quarantine_id ORDER BY path) = 1;
