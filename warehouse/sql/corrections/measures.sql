-- The measures of some reports ($1, a list) in the order of the text.
SELECT * FROM core.measure WHERE report_id IN (SELECT unnest($1)) ORDER BY report_id, char_start, measure_id
