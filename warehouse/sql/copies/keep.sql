-- The judged paragraphs, each with the text it is most like of its own last year and of another issuer.
DELETE FROM mart.copied_paragraph
WHERE report_id IN (SELECT report_id FROM changed)
    OR (report_id, position) IN (SELECT (report_id, position) FROM affected);

INSERT INTO mart.copied_paragraph BY NAME
SELECT
    l.report_id, l.position, l.source, l.other_report_id, l.other_position, l.similarity, p.characters, p.char_start, p.char_end,
    o.char_start AS other_char_start, o.char_end AS other_char_end
FROM likeness l
JOIN core.paragraph p ON p.report_id = l.report_id AND p.position = l.position
JOIN core.paragraph o ON o.report_id = l.other_report_id AND o.position = l.other_position
JOIN known k ON k.report_id = l.other_report_id
WHERE l.similarity >= $alike
QUALIFY row_number() OVER (
    PARTITION BY l.report_id, l.position, l.source
    ORDER BY l.similarity DESC, k.report_year, l.other_report_id, l.other_position
) = 1;
