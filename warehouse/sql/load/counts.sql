-- What one load did.
SELECT
    count(*) FILTER (status = 'loaded'), count(*) FILTER (status = 'copy'), count(*) FILTER (status = 'conflict'),
    (SELECT count(*) FROM core.measure WHERE report_id IN (SELECT report_id FROM kept)),
    (SELECT count(*) FROM refused WHERE kind = 'row')
FROM outcome;
