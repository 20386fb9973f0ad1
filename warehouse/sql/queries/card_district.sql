-- What was found in a district ($1) in one year ($2) or in all (null): of the district itself first, then report by report.
SELECT * FROM mart.report_card
WHERE district_code = $1 AND ($2 IS NULL OR report_year = $2)
ORDER BY
    report_year DESC, report_id IS NOT NULL, issuer, report_id, list_position(['must', 'ask', 'note'], severity), kind,
    char_start NULLS FIRST, finding_id
