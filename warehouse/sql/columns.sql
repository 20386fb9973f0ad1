-- Every table and view of the warehouse with its columns and their types.
SELECT schema_name || '.' || table_name, column_name, data_type
FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name IN ('core', 'mart', 'ops')
ORDER BY ALL;
