-- The numerals of a report that are no measures, and why.
SELECT char_start AS start, char_end AS "end", text, reason
FROM core.mention
WHERE report_id = $1 AND verdict = 'rejected'
ORDER BY char_start
