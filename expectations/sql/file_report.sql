-- Files that are said to be loaded, or a copy, whose report is not there.
SELECT f.path AS row_key, f.report_id
FROM ops.file f
LEFT JOIN core.report r ON r.report_id = f.report_id
WHERE f.status IN ('loaded', 'copy') AND r.report_id IS NULL
