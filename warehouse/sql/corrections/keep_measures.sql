-- Measures as extracted give way to corrected ones and are kept.
INSERT INTO core.measure_original BY NAME FROM measure_before;

DELETE FROM core.measure WHERE measure_id IN (SELECT measure_id FROM measure_before);
