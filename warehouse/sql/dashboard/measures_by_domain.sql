-- How many measures each domain has, the most first.
SELECT d.domain, d.name_zh, count(*) AS measures
FROM mart.measure_evidence m
JOIN core.indicator i ON i.code = m.indicator
JOIN core.domain d ON d.domain = i.domain
GROUP BY ALL
ORDER BY measures DESC, d.domain
