-- The tables whose rows are counted and hashed: what a load derives, not its bookkeeping.
SELECT schema_name || '.' || table_name
FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name IN ('core', 'mart')
ORDER BY ALL;
