-- Series that have no current revision, or more than one.
SELECT min(report_id) AS row_key, min(report_id) AS report_id
FROM core.report
GROUP BY series_id
HAVING count(*) FILTER (is_current) <> 1
