-- What one load did.
SELECT
    (SELECT count(*) FROM kept), count(*) FILTER (outcome = 'copy' AND present), count(*) FILTER (outcome = 'conflict'),
    (SELECT count(*) FROM core.measure WHERE report_id IN (SELECT report_id FROM kept)),
    (SELECT count(*) FROM refused WHERE kind = 'row')
FROM seen;
