-- A district's year in the ledger: how many bodies report.
SELECT
    district_code, any_value(province) AS province, any_value(city) AS city, any_value(district) AS district, report_year,
    count(*) FILTER (issuer_type = 'township') AS townships, count(*) FILTER (issuer_type = 'township' AND status = 'present') AS townships_present,
    count(*) FILTER (issuer_type = 'township' AND status = 'unreadable') AS townships_unreadable,
    count(*) FILTER (issuer_type = 'township' AND status = 'missing') AS townships_missing,
    count(*) FILTER (issuer_type = 'department') AS departments, count(*) FILTER (issuer_type = 'department' AND status = 'present') AS departments_present,
    count(*) FILTER (issuer_type = 'department' AND status = 'unreadable') AS departments_unreadable,
    count(*) FILTER (issuer_type = 'department' AND status = 'missing') AS departments_missing,
    bool_or(issuer_type = 'district' AND status = 'present') AS has_own_report
FROM mart.coverage
GROUP BY district_code, report_year
