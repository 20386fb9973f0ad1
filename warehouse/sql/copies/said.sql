-- What counts of the words of the paragraphs that are wanted, of one part of the texts ($part of $parts).
INSERT INTO said
WITH place AS MATERIALIZED (
    SELECT * FROM wanted WHERE hash(report_id) % $parts = $part
),
text AS (
    SELECT report_id, text FROM core.report_text SEMI JOIN place USING (report_id)
)
SELECT
    p.report_id, p.position,
    regexp_replace(fazhi_span(t.text, p.char_start, p.char_end), '[^\x{4e00}-\x{9fff}A-Za-z]+', '', 'g') AS words
FROM place p
JOIN text t USING (report_id);
