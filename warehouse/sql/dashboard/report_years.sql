-- The years of current reports, the last first.
SELECT DISTINCT report_year FROM core.report WHERE is_current AND report_year IS NOT NULL ORDER BY report_year DESC
