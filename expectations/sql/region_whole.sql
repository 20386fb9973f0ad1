-- Regions without a row of their names.
SELECT r.code AS row_key, NULL AS report_id FROM core.region r ANTI JOIN mart.region g ON g.region_code = r.code
