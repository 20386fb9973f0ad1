-- What becomes of each incoming file (`verdict` holds the new texts that were copies or conflicts).
CREATE OR REPLACE TEMP TABLE outcome AS
SELECT
    i.path, i.sha256, i.report_id, coalesce(v.outcome, CASE WHEN i.taken THEN 'loaded' ELSE 'copy' END) AS status,
    CASE WHEN v.outcome = 'conflict' THEN NULL ELSE coalesce(v.other_id, i.report_id) END AS kept_id,
    coalesce(v.similarity, 1.0) AS similarity, v.reason
FROM incoming i
LEFT JOIN verdict v ON v.report_id = i.report_id;

-- The reports whose facts are written, in place of what the store has of them.
CREATE OR REPLACE TEMP TABLE kept AS
SELECT report_id FROM outcome WHERE status = 'loaded';

CREATE OR REPLACE TEMP TABLE renewed AS
SELECT report_id FROM incoming WHERE taken;
