-- What a load changed: the reports whose marts and digests are due, and their years (of a trend, the year after too).
CREATE OR REPLACE TEMP TABLE due AS
SELECT report_id FROM renewed
UNION
SELECT report_id FROM corrected_before
UNION
SELECT report_id FROM core.correction WHERE report_id IS NOT NULL
UNION
SELECT report_id FROM core.measure_original
UNION
SELECT coalesce(r.report_id, b.report_id)
FROM report_before b
FULL JOIN core.report r ON r.report_id = b.report_id
WHERE r.report_id IS NULL OR b.report_id IS NULL OR b.state <> hash(r);

CREATE OR REPLACE TEMP TABLE due_year AS
WITH touched AS (
    SELECT report_year FROM report_before WHERE report_id IN (SELECT report_id FROM due)
    UNION
    SELECT report_year FROM core.report WHERE report_id IN (SELECT report_id FROM due)
)
SELECT report_year FROM touched WHERE report_year IS NOT NULL
UNION
SELECT report_year + 1 FROM touched WHERE report_year IS NOT NULL;
