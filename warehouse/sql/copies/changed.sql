-- The reports that may be compared (`known`), and those whose part in the comparison is not what mart.copied_report says.
CREATE OR REPLACE TEMP TABLE known AS
SELECT report_id, issuer_id, report_year, coalesce(left(region_code, 6), issuer_id) AS district
FROM core.report
WHERE is_current AND report_year IS NOT NULL AND issuer_type <> 'unknown';

CREATE OR REPLACE TEMP TABLE changed AS
SELECT k.report_id
FROM known k
ANTI JOIN mart.copied_report m ON m.report_id = k.report_id AND m.issuer_id = k.issuer_id AND m.report_year = k.report_year
    AND m.district = k.district
UNION
SELECT m.report_id FROM mart.copied_report m ANTI JOIN known k ON k.report_id = m.report_id;
