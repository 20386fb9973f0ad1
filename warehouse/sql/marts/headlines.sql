-- The indicators that have a column in mart.district_year: the headline ones, and those of the catalogue
-- that had one before (readers may rely on a column, so none is taken away).
SELECT code, name_zh, unit, across_issuers
FROM core.indicator
WHERE headline OR replace(code, '.', '_') IN (
    SELECT column_name FROM duckdb_columns()
    WHERE database_name = current_database() AND schema_name = 'mart' AND table_name = 'district_year'
)
ORDER BY code;
