-- The pairs worth comparing, each once, and the paragraphs they are of; no words yet. A paragraph with a band that
-- everybody writes is nobody's.
CREATE OR REPLACE TEMP TABLE pair AS
WITH everybodys AS (
    SELECT report_id, position FROM band SEMI JOIN candidate USING (report_id, position) SEMI JOIN ops.common_band USING (band)
)
SELECT DISTINCT * FROM candidate ANTI JOIN everybodys USING (report_id, position);

CREATE OR REPLACE TEMP TABLE wanted AS
WITH named AS (
    SELECT report_id, position FROM pair
    UNION
    SELECT other_report_id, other_position FROM pair
)
SELECT p.report_id, p.position, p.char_start, p.char_end
FROM core.paragraph p
SEMI JOIN named USING (report_id, position);

CREATE OR REPLACE TEMP TABLE said (report_id VARCHAR, position BIGINT, words VARCHAR);
