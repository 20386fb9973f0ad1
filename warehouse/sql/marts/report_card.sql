-- All findings, each with its report and place. The sources are the files of warehouse/sql/card.
WITH finding AS (/* sources */)
SELECT
    f.finding_id, f.report_id, r.file, r.title, r.issuer, r.issuer_id, coalesce(f.region_code, r.region_code) AS region_code,
    g.province, g.city, g.district_code, g.district, coalesce(f.report_year, r.report_year) AS report_year, f.kind, f.kind_name,
    f.severity, f.finding, f.words, f.other_words, f.char_start, f.advice
FROM finding f
LEFT JOIN core.report r ON r.report_id = f.report_id
LEFT JOIN mart.region g ON g.region_code = coalesce(f.region_code, r.region_code)
WHERE f.report_id IS NULL OR r.is_current
