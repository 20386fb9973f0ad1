-- The paragraphs to be judged anew: those of the changed reports, and those that share a band with one of them. What
-- everybody wrote before ($common districts and more) everybody still writes.
CREATE OR REPLACE TEMP TABLE affected AS
WITH touched AS (
    SELECT DISTINCT band FROM band WHERE report_id IN (SELECT report_id FROM changed)
),
member AS (
    SELECT b.band, b.report_id, b.position, k.district, b.report_id IN (SELECT report_id FROM changed) AS new
    FROM band b
    JOIN known k ON k.report_id = b.report_id
    WHERE b.band IN (SELECT band FROM touched)
),
open AS (
    SELECT band FROM member GROUP BY band HAVING count(DISTINCT district) FILTER (NOT new) <= $common
)
SELECT report_id, position FROM member WHERE new
UNION
SELECT report_id, position FROM member WHERE band IN (SELECT band FROM open);
