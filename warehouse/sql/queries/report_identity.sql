-- What may be corrected of a report, and its series as it is and as it was extracted.
SELECT
    r.report_id, r.series_id, coalesce(o.series_id, r.series_id) AS extracted, r.issuer_id, r.issuer, r.report_year,
    r.title, r.signed_on, r.published_on
FROM core.report r
LEFT JOIN core.report_original o ON o.report_id = r.report_id
WHERE r.report_id = $1
