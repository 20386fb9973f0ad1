-- What can be named in SQL: tables and views with their columns, and our macros, with what each means.
SELECT schema_name AS schema, table_name AS name, column_name AS column, comment
FROM duckdb_columns()
WHERE database_name = current_database() AND NOT internal
UNION ALL
SELECT schema_name, table_name, NULL, comment FROM duckdb_tables() WHERE NOT internal AND NOT temporary
UNION ALL
SELECT schema_name, view_name, NULL, comment FROM duckdb_views() WHERE NOT internal AND NOT temporary
UNION ALL
SELECT NULL, function_name || '(', NULL, comment FROM duckdb_functions() WHERE starts_with(function_name, 'fazhi_')
ORDER BY ALL;
