-- Where each file of this run went. One whose report the checks refused is no loaded file, whatever was said of it.
CREATE OR REPLACE TEMP TABLE seen AS
SELECT
    f.*, v.reason AS conflict, coalesce(v.similarity, c.similarity, 1.0) AS similarity,
    CASE
        WHEN f.status = 'quarantined' THEN 'quarantined'
        WHEN v.outcome IS NOT NULL THEN v.outcome
        WHEN r.report_id IS NULL THEN 'refused'
        WHEN r.path = f.path THEN 'loaded'
        ELSE 'copy'
    END AS outcome,
    CASE WHEN v.outcome = 'conflict' THEN NULL ELSE coalesce(v.other_id, r.report_id) END AS kept_id
FROM accepted_ops_file f
LEFT JOIN verdict v ON v.report_id = f.report_id
LEFT JOIN core.report r ON r.report_id = f.report_id
LEFT JOIN core.report_copy c ON c.path = f.path AND c.sha256 = f.sha256 AND c.report_id = f.report_id;

-- Copies; what was known of the same paths is told anew.
DELETE FROM core.report_copy
WHERE path IN (SELECT path FROM seen WHERE present) OR report_id NOT IN (SELECT report_id FROM core.report);

INSERT INTO core.report_copy BY NAME
SELECT path, sha256, kept_id AS report_id, similarity FROM seen WHERE outcome = 'copy' AND present;

-- The ledger.
DELETE FROM ops.file WHERE path IN (SELECT path FROM seen);

INSERT INTO ops.file BY NAME
SELECT
    path, size, mtime_ns, sha256, CASE WHEN outcome IN ('loaded', 'copy') THEN outcome ELSE 'quarantined' END AS status,
    CASE outcome WHEN 'conflict' THEN 'series_conflict' WHEN 'refused' THEN coalesce(reason, 'expectation')
        WHEN 'quarantined' THEN reason END AS reason,
    kept_id AS report_id, present, run_id
FROM seen;
