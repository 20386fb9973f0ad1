-- The ledger: where each file of this run went.
CREATE OR REPLACE TEMP TABLE seen AS SELECT * FROM accepted_ops_file;

DELETE FROM ops.file WHERE path IN (SELECT path FROM seen);

-- A file whose report the checks refused is no loaded file, whatever extraction said of it.
INSERT INTO ops.file BY NAME
SELECT
    s.* REPLACE (
        CASE
            WHEN o.status = 'conflict' THEN 'quarantined'
            WHEN o.status IS NOT NULL THEN o.status
            WHEN s.status <> 'quarantined' AND k.report_id IS NULL THEN 'quarantined'
            ELSE s.status
        END AS status,
        CASE
            WHEN o.status = 'conflict' THEN 'series_conflict'
            WHEN o.status IS NOT NULL THEN NULL
            WHEN s.status <> 'quarantined' AND k.report_id IS NULL THEN 'expectation'
            ELSE s.reason
        END AS reason,
        CASE WHEN o.path IS NOT NULL THEN o.kept_id ELSE k.report_id END AS report_id
    )
FROM seen s
LEFT JOIN outcome o ON o.path = s.path AND o.sha256 = s.sha256
LEFT JOIN core.report k ON k.report_id = s.report_id;
