-- How many measures of current reports each domain has, the most first.
WITH counted AS (
    SELECT indicator, count(*) AS measures
    FROM core.measure
    WHERE report_id IN (SELECT report_id FROM core.report WHERE is_current)
    GROUP BY indicator
)
SELECT d.domain, d.name_zh, sum(c.measures)::BIGINT AS measures
FROM counted c
JOIN core.indicator i ON i.code = c.indicator
JOIN core.domain d ON d.domain = i.domain
GROUP BY d.domain, d.name_zh
ORDER BY measures DESC, d.domain
