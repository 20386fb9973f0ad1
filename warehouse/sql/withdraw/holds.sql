-- Whether a database has a withdrawn report, or a file of one that is not yet marked.
SELECT
    EXISTS (SELECT 1 FROM core.report WHERE report_id IN (SELECT report_id FROM withdrawn))
    OR EXISTS (
        SELECT 1 FROM ops.file
        WHERE sha256 IN (SELECT sha256 FROM withdrawn) AND (reason IS DISTINCT FROM 'withdrawn' OR NOT present)
    );
