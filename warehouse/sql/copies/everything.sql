-- All paragraphs are to be judged anew.
DELETE FROM ops.common_band;

CREATE OR REPLACE TEMP TABLE affected AS
SELECT p.report_id, p.position FROM core.paragraph p JOIN known k ON k.report_id = p.report_id;
