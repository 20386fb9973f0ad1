-- Current reports that fit some filters, the newest first, with how many measures and faults each has.
WITH found AS (
    SELECT r.report_id, r.report_year, r.issuer, r.issuer_type, g.full_name, coalesce(r.title, r.file) AS title, r.path, r.characters, r.format
    FROM core.report r
    LEFT JOIN mart.region g ON g.region_code = r.region_code
    WHERE
        r.is_current
        AND ($prefix::VARCHAR IS NULL OR starts_with(r.region_code, $prefix))
        AND ($year::BIGINT IS NULL OR r.report_year = $year)
        AND ($kind::VARCHAR IS NULL OR r.issuer_type = $kind)
        AND ($fault::VARCHAR IS NULL OR CASE $fault
            WHEN 'arithmetic' THEN r.report_id IN (FROM mart.arithmetic_check SELECT report_id WHERE verdict = 'disagrees')
            WHEN 'requirement' THEN r.report_id IN (FROM mart.requirement_check SELECT report_id WHERE verdict IN ('missed', 'partial') AND obliged)
        END)
        AND coalesce(list_bool_and(list_transform(
            $words::VARCHAR[], lambda word: contains(concat_ws(' ', g.full_name, r.issuer, r.title, r.path, r.report_year, r.report_id), word)
        )), true)
    ORDER BY r.report_year DESC NULLS LAST, r.region_code NULLS LAST, r.report_id
    LIMIT $rows OFFSET $skip
)
SELECT
    f.*,
    (SELECT count(*) FROM core.measure m WHERE m.report_id = f.report_id) AS measures,
    (SELECT count(*) FROM mart.arithmetic_check a WHERE a.report_id = f.report_id AND a.verdict = 'disagrees') AS contradictions,
    (SELECT count(*) FROM mart.requirement_check q WHERE q.report_id = f.report_id AND q.verdict IN ('missed', 'partial') AND q.obliged) AS missing
FROM found f
ORDER BY f.report_year DESC NULLS LAST, f.full_name, f.report_id
