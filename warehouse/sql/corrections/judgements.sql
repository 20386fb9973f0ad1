-- Judgements with the measures they are about: on these words and read as it was then. One that is read otherwise now has
-- no measure. What was found right asks for no review any more; the row as extracted is kept, unless a correction did so.
DELETE FROM ops.judgement;

INSERT INTO ops.judgement BY NAME
SELECT j.* EXCLUDE (report_id, char_start, char_end, measure_id), m.measure_id
FROM judgement_given j
LEFT JOIN core.measure m ON m.report_id = j.report_id AND m.char_start = j.char_start AND m.char_end = j.char_end
    AND m.value = j.value AND m.indicator = j.indicator AND m.unit IS NOT DISTINCT FROM j.unit
QUALIFY row_number() OVER (PARTITION BY j.judgement_id ORDER BY m.measure_id) = 1;

CREATE OR REPLACE TEMP TABLE found_right AS
SELECT DISTINCT m.measure_id
FROM ops.judgement j
JOIN core.measure m ON m.measure_id = j.measure_id AND m.needs_review
WHERE j.verdict = 'right';

INSERT INTO core.measure_original BY NAME
SELECT * FROM core.measure
WHERE measure_id IN (SELECT measure_id FROM found_right)
    AND measure_id NOT IN (SELECT measure_id FROM core.measure_original) AND rule <> 'correction';

UPDATE core.measure SET needs_review = false WHERE measure_id IN (SELECT measure_id FROM found_right);
