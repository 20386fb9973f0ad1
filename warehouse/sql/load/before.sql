-- What the store says of each report before a load, to tell afterwards which reports it changed.
CREATE OR REPLACE TEMP TABLE report_before AS
SELECT report_id, report_year, issuer_id, region_code, hash(r) AS state FROM core.report r;

-- The reports that earlier loads corrected: their rows are restored, and corrected again or not.
CREATE OR REPLACE TEMP TABLE corrected_before AS
SELECT report_id FROM core.correction WHERE report_id IS NOT NULL
UNION
SELECT report_id FROM core.measure_original;
