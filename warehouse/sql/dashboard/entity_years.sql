-- The years in which any of some regions and issuers tell a figure, the last first.
SELECT DISTINCT report_year
FROM mart.indicator_trend
WHERE list_contains($entities::VARCHAR[], entity_type || '/' || entity_id)
ORDER BY report_year DESC
