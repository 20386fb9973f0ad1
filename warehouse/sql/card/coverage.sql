-- Bodies of a district whose report of a year cannot be read, or is not here: a finding a district and year.
SELECT
    district_code || '-' || report_year || '-' || status AS finding_id, NULL AS report_id, 'coverage' AS kind, '报送' AS kind_name,
    CASE status WHEN 'unreadable' THEN 'must' ELSE 'ask' END AS severity, district_code AS region_code, report_year,
    format('{} 个机关{}：{}{}', count(*), CASE status WHEN 'unreadable' THEN '的报告读不了' ELSE '没有报告' END,
        array_to_string((list(issuer ORDER BY issuer_id))[:10], '、'), CASE WHEN count(*) > 10 THEN ' 等' ELSE '' END
    ) AS finding,
    CASE status WHEN 'unreadable' THEN '请重新报送可读的文件' ELSE '请报送；如已公开，请告知网址' END AS advice
FROM mart.coverage
WHERE status IN ('unreadable', 'missing')
GROUP BY district_code, report_year, status
