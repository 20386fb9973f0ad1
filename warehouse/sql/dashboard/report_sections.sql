-- A report's sections in the order of the text.
SELECT position, level, heading, role, char_start AS start, char_end AS "end" FROM core.section WHERE report_id = $report ORDER BY position
