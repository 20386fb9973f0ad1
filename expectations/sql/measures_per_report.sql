-- How many measures the report in the middle has; none where there are fewer than twenty reports to tell by.
SELECT CASE WHEN count(*) >= 20 THEN median(n) END
FROM (SELECT r.report_id, count(m.measure_id) AS n FROM core.report r LEFT JOIN core.measure m USING (report_id) WHERE r.is_current GROUP BY ALL)
