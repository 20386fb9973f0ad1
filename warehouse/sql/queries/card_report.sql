-- What was found in a report ($1), the gravest first, then in the order of the text.
SELECT * FROM mart.report_card
WHERE report_id = $1
ORDER BY list_position(['must', 'ask', 'note'], severity), kind, char_start NULLS FIRST, finding_id
