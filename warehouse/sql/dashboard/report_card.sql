-- What was found of the reports, the gravest first; `verdict` is the severity, null for all.
SELECT
    c.finding_id, c.report_id, c.severity, c.kind_name, coalesce(c.issuer, c.title, c.file) AS issuer, concat(c.province, c.city, c.district) AS place,
    c.district_code, c.report_year, c.finding, c.words, c.other_words, c.char_start, c.advice
FROM mart.report_card c
WHERE $verdict::VARCHAR IS NULL OR c.severity = $verdict
ORDER BY array_position(['must', 'ask', 'note'], c.severity), c.report_year DESC NULLS LAST, c.region_code NULLS LAST, c.finding_id
LIMIT $rows OFFSET $skip
