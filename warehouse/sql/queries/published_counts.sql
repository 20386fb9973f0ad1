-- How much the published file holds.
SELECT
    (SELECT count(*) FROM core.report) AS reports,
    (SELECT count(*) FROM core.measure) AS measures,
    (SELECT count(*) FROM ops.quarantine WHERE status = 'open') AS quarantined
