-- The reports from which a report has paragraphs, with its share.
SELECT
    c.report_id, r.file, r.issuer, r.issuer_id, r.region_code, r.report_year, c.source, c.other_report_id, o.file AS other_file,
    o.issuer AS other_issuer, o.issuer_id AS other_issuer_id, o.region_code AS other_region_code, o.report_year AS other_report_year,
    count(*) AS paragraphs, CAST(sum(c.characters) AS BIGINT) AS characters, sum(c.characters) / any_value(w.characters) AS share,
    min(c.similarity) AS least_similarity
FROM mart.copied_paragraph c
JOIN core.report r ON r.report_id = c.report_id
JOIN core.report o ON o.report_id = c.other_report_id
JOIN mart.copied_report w ON w.report_id = c.report_id
GROUP BY ALL
