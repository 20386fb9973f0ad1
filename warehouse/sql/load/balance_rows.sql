-- Accepted rows of one table that were not written: those of a text that is told already, and those of a file that is
-- in conflict with its series; beside these what the checks refused.
SELECT
    count(*) - count(/* one */) FILTER (report_id IN (SELECT report_id FROM kept))
        - count(*) FILTER (report_id IN (SELECT report_id FROM verdict WHERE outcome = 'conflict')),
    count(*) FILTER (report_id IN (SELECT report_id FROM verdict WHERE outcome = 'conflict'))
        + (SELECT count(*) FROM accepted_ops_quarantine WHERE kind = 'row' AND table_name = $name)
FROM /* accepted */;
