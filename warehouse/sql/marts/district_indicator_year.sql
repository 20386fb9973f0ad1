-- The districts' rows of mart.region_indicator_year.
SELECT * EXCLUDE (level) FROM mart.region_indicator_year
WHERE level = 'district' AND report_year IN (SELECT report_year FROM due_year)
    AND region_code IN (SELECT region_code FROM due_region)
