-- A report's text as decoded.
SELECT text FROM core.report_text WHERE report_id = $1
