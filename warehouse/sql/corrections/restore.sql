-- Undo what earlier loads corrected: core is again as it was extracted. Which series corrected reports were in is kept,
-- to see which of them move by this load.
CREATE OR REPLACE TEMP TABLE series_before AS
SELECT report_id, series_id FROM core.report WHERE report_id IN (SELECT report_id FROM core.report_original);

DELETE FROM core.measure WHERE rule = 'correction' OR measure_id IN (SELECT measure_id FROM core.measure_original);

INSERT INTO core.measure BY NAME
SELECT * FROM core.measure_original WHERE report_id IN (SELECT report_id FROM core.report);

DELETE FROM core.measure_original;

CREATE OR REPLACE TEMP TABLE report_restored AS
SELECT * FROM core.report_original WHERE report_id IN (SELECT report_id FROM core.report);

DELETE FROM core.report WHERE report_id IN (SELECT report_id FROM report_restored);

INSERT INTO core.report BY NAME SELECT * FROM report_restored;

DELETE FROM core.report_original;

DELETE FROM core.correction;
