-- What a load changed: the reports whose marts and digests are due, with their issuers, the regions that they lie in, and
-- their years (of a trend, the year after too).
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

CREATE OR REPLACE TEMP TABLE touched AS
SELECT issuer_id, region_code, report_year FROM report_before SEMI JOIN due USING (report_id)
UNION
SELECT issuer_id, region_code, report_year FROM core.report SEMI JOIN due USING (report_id);

CREATE OR REPLACE TEMP TABLE due_year AS
SELECT report_year FROM touched WHERE report_year IS NOT NULL
UNION
SELECT report_year + 1 FROM touched WHERE report_year IS NOT NULL;

CREATE OR REPLACE TEMP TABLE due_issuer AS
SELECT DISTINCT issuer_id FROM touched;

CREATE OR REPLACE TEMP TABLE due_region AS
WITH line AS (
    SELECT unnest([g.region_code, g.district_code, g.city_code, g.province_code]) AS region_code
    FROM mart.region g
    SEMI JOIN touched USING (region_code)
)
SELECT DISTINCT region_code FROM line WHERE region_code IS NOT NULL;
