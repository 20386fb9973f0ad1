-- The paragraphs to be judged anew: those of the changed reports, and those that share a band with one of them. What
-- everybody wrote before (ops.common_band) everybody still writes, unless one who wrote it is gone.
DELETE FROM ops.common_band
WHERE band IN (
    SELECT b.band FROM band b JOIN changed c ON c.report_id = b.report_id JOIN mart.copied_report m ON m.report_id = c.report_id
);

CREATE OR REPLACE TEMP TABLE affected AS
WITH touched AS (
    SELECT DISTINCT band FROM band SEMI JOIN changed USING (report_id) ANTI JOIN ops.common_band USING (band)
)
SELECT b.report_id, b.position FROM band b SEMI JOIN touched USING (band) SEMI JOIN known USING (report_id)
UNION
SELECT report_id, position FROM core.paragraph SEMI JOIN changed USING (report_id) SEMI JOIN known USING (report_id);
