-- The tables of core and ops in the database that is copied.
SELECT schema_name || '.' || table_name
FROM duckdb_tables()
WHERE database_name = 'old' AND schema_name IN ('core', 'ops')
ORDER BY ALL;
