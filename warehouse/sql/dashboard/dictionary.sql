-- Every table, view and column of the published version with its comment, marts first.
SELECT
    c.schema_name AS "schema", c.table_name AS "table", coalesce(t.comment, v.comment) AS table_comment, c.column_name AS "column",
    c.data_type AS "type", c.comment
FROM duckdb_columns() c
LEFT JOIN duckdb_tables() t USING (database_oid, schema_oid, table_oid)
LEFT JOIN duckdb_views() v ON v.database_oid = c.database_oid AND v.schema_oid = c.schema_oid AND v.view_oid = c.table_oid
WHERE NOT c.internal AND c.database_name NOT IN ('system', 'temp')
ORDER BY array_position(['mart', '报表', 'core', 'ops'], c.schema_name), c.table_name, c.column_index
