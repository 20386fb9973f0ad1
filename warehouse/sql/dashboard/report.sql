-- One report with its text.
SELECT
    r.report_id, coalesce(r.title, r.file) AS title, r.issuer, r.issuer_id, r.issuer_type, r.report_year, r.region_code, g.full_name, r.path, r.signed_on,
    r.published_on, r.characters, r.format, r.native, r.revision, r.is_current, t.text
FROM core.report r
JOIN core.report_text t ON t.report_id = r.report_id
LEFT JOIN mart.region g ON g.region_code = r.region_code
WHERE r.report_id = $report
