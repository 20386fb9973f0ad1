-- The pairs worth comparing, each once, with what counts of their words.
WITH pair AS (SELECT DISTINCT * FROM candidate ANTI JOIN everybodys USING (report_id, position))
SELECT
    c.report_id, c.position, c.source, c.other_report_id, c.other_position,
    regexp_replace(fazhi_span(t.text, p.char_start, p.char_end), '[^\x{4e00}-\x{9fff}A-Za-z]+', '', 'g') AS words,
    regexp_replace(fazhi_span(u.text, o.char_start, o.char_end), '[^\x{4e00}-\x{9fff}A-Za-z]+', '', 'g') AS other_words
FROM pair c
JOIN core.paragraph p ON p.report_id = c.report_id AND p.position = c.position
JOIN core.paragraph o ON o.report_id = c.other_report_id AND o.position = c.other_position
JOIN core.report_text t ON t.report_id = c.report_id
JOIN core.report_text u ON u.report_id = c.other_report_id;
