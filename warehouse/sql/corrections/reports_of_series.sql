-- The reports whose series, as it is now or as it was extracted, is one of $1 (a list), with their texts.
SELECT r.report_id, r.series_id, coalesce(o.series_id, r.series_id) AS extracted, r.is_current, t.text
FROM core.report r
JOIN core.report_text t ON t.report_id = r.report_id
LEFT JOIN core.report_original o ON o.report_id = r.report_id
WHERE list_contains($1, r.series_id) OR list_contains($1, o.series_id)
ORDER BY r.report_id
