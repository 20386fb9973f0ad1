-- The measures that this load may change: of reports that are written anew, and of files that were read again.
CREATE OR REPLACE TEMP TABLE fact_before AS
SELECT m.*, r.path FROM core.measure m JOIN core.report r USING (report_id) WHERE report_id IN (SELECT report_id FROM renewed);

CREATE OR REPLACE TEMP TABLE compared AS
SELECT DISTINCT report_id FROM fact_before
UNION
SELECT report_id FROM incoming WHERE taken AND sha256 IN (SELECT sha256 FROM accepted_again);
