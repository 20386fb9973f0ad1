-- The checks of the last run that had any, broken ones first.
SELECT table_name, rule, severity, success, rows_checked, rows_failed, observed, message
FROM ops.expectation_result
WHERE run_id = (SELECT max(run_id) FROM ops.expectation_result)
ORDER BY success, severity DESC, table_name, rule
LIMIT $rows OFFSET $skip
