-- How much of each report is copied. A paragraph may be both of last year and of another issuer.
WITH whole AS (
    SELECT report_id, count(*) AS paragraphs, sum(characters) AS characters FROM core.paragraph GROUP BY report_id
),
copied AS (
    SELECT
        report_id, coalesce(sum(characters) FILTER (source = 'last_year'), 0) AS last_year_characters,
        coalesce(sum(characters) FILTER (source = 'other_issuer'), 0) AS other_issuer_characters
    FROM mart.copied_paragraph
    GROUP BY report_id
)
SELECT
    r.report_id, r.file, r.issuer, r.issuer_id, r.issuer_type, r.region_code, coalesce(left(r.region_code, 6), r.issuer_id) AS district,
    r.report_year, coalesce(w.paragraphs, 0) AS paragraphs, CAST(coalesce(w.characters, 0) AS BIGINT) AS characters,
    CAST(coalesce(c.last_year_characters, 0) AS BIGINT) AS last_year_characters,
    CAST(coalesce(c.other_issuer_characters, 0) AS BIGINT) AS other_issuer_characters,
    coalesce(c.last_year_characters, 0) / w.characters AS last_year_share,
    coalesce(c.other_issuer_characters, 0) / w.characters AS other_issuer_share
FROM core.report r
LEFT JOIN whole w ON w.report_id = r.report_id
LEFT JOIN copied c ON c.report_id = r.report_id
WHERE r.is_current AND r.report_year IS NOT NULL AND r.issuer_type <> 'unknown'
