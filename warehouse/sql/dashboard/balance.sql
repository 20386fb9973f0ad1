-- Where everything that came went, a row for each run and table, the newest run first, its files before its rows.
SELECT
    run_id, table_name, rows_in, rows_loaded, rows_copies, rows_quarantined,
    rows_in = rows_loaded + rows_copies + rows_quarantined AS balanced
FROM ops.balance
ORDER BY run_id DESC, table_name = 'ops.file' DESC, table_name
LIMIT $rows OFFSET $skip
