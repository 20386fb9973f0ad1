-- The provinces with reports, the most first.
SELECT g.province_code AS code, g.province AS name, count(*) AS reports
FROM core.report r
JOIN mart.region g ON g.region_code = r.region_code
WHERE r.is_current
GROUP BY ALL
ORDER BY reports DESC, code
