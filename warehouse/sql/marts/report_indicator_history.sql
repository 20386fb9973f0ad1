-- The figures of every revision of the reports that have several.
WITH figure AS (
    SELECT * FROM old_indicator
    UNION ALL BY NAME
    SELECT * FROM mart.report_indicator
)
SELECT
    f.report_id, r.series_id, r.revision, r.is_current, r.valid_from, r.valid_to, f.issuer, f.issuer_id, f.region_code,
    f.report_year, f.indicator, f.unit_family, f.unit, f.value, f.value_is, f.method
FROM figure f
JOIN core.report r ON r.report_id = f.report_id
WHERE r.series_id IN (SELECT series_id FROM core.report WHERE NOT is_current)
