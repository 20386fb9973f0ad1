-- How many measures of current reports there are of each kind of issuer and domain.
SELECT r.issuer_type, coalesce(i.domain, 'other') AS domain, count(*) AS size
FROM core.measure m
JOIN core.report r ON r.report_id = m.report_id AND r.is_current
LEFT JOIN core.indicator i ON i.code = m.indicator
GROUP BY ALL
ORDER BY ALL
