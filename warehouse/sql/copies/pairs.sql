-- The pairs worth comparing, with their words.
SELECT p.report_id, p.position, p.source, p.other_report_id, p.other_position, s.words, o.words AS other_words
FROM pair p
JOIN said s ON s.report_id = p.report_id AND s.position = p.position
JOIN said o ON o.report_id = p.other_report_id AND o.position = p.other_position;
