-- How the obliged reports stand with each requirement.
SELECT
    requirement_name, count(*) AS reports, count(*) FILTER (verdict = 'met') AS met, count(*) FILTER (verdict = 'partial') AS partial,
    count(*) FILTER (verdict = 'missed') AS missed, count(*) FILTER (verdict = 'unknown') AS unknown
FROM mart.requirement_check
WHERE obliged
GROUP BY requirement, requirement_name
ORDER BY requirement
LIMIT $rows OFFSET $skip
