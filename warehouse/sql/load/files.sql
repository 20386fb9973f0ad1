-- Where each file of this run went. One whose report the checks refused is no loaded file, whatever was said of it.
CREATE OR REPLACE TEMP TABLE seen AS
SELECT
    f.*, v.reason AS conflict, coalesce(v.similarity, c.similarity, 1.0) AS similarity,
    CASE
        WHEN f.status IN ('quarantined', 'unpacked') THEN f.status
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

-- What was a copy of a report that gave way is a copy of the one it gave way to.
UPDATE core.report_copy c SET report_id = v.other_id FROM verdict v WHERE v.report_id = c.report_id;

UPDATE ops.file f SET report_id = v.other_id FROM verdict v
WHERE v.report_id = f.report_id AND f.status = 'copy' AND f.path NOT IN (SELECT path FROM seen);

-- Copies; what was known of the same paths is told anew.
DELETE FROM core.report_copy
WHERE path IN (SELECT path FROM seen WHERE present) OR report_id NOT IN (SELECT report_id FROM core.report);

INSERT INTO core.report_copy BY NAME
SELECT path, sha256, kept_id AS report_id, similarity FROM seen WHERE outcome = 'copy' AND present;

-- The ledger.
DELETE FROM ops.file WHERE path IN (SELECT path FROM seen);

INSERT INTO ops.file BY NAME
SELECT
    path, size, mtime_ns, sha256,
    CASE WHEN outcome IN ('loaded', 'copy', 'unpacked') THEN outcome ELSE 'quarantined' END AS status,
    CASE outcome WHEN 'conflict' THEN 'series_conflict' WHEN 'refused' THEN coalesce(reason, 'expectation')
        WHEN 'quarantined' THEN reason END AS reason,
    kept_id AS report_id, present, run_id, archive
FROM seen;

-- Files read before whose report gave way to a better form, or is now told by a file of a better form: copies too.
CREATE OR REPLACE TEMP TABLE demoted AS
SELECT f.path, f.sha256, f.present, coalesce(v.other_id, f.report_id) AS report_id, coalesce(v.similarity, 1.0) AS similarity
FROM ops.file f
LEFT JOIN verdict v ON v.report_id = f.report_id
LEFT JOIN core.report r ON r.report_id = f.report_id
WHERE f.status = 'loaded' AND f.path NOT IN (SELECT path FROM seen)
    AND (v.outcome = 'copy' OR (f.present AND r.path <> f.path));

-- Files read before whose report a correction moved to a series that it is in conflict with.
CREATE OR REPLACE TEMP TABLE ousted AS
SELECT f.path, f.sha256, f.report_id, v.reason AS conflict
FROM ops.file f
JOIN verdict v ON v.report_id = f.report_id AND v.outcome = 'conflict'
WHERE f.path NOT IN (SELECT path FROM seen);

UPDATE ops.file f SET status = 'quarantined', reason = 'series_conflict', report_id = NULL FROM ousted o WHERE o.path = f.path;

UPDATE ops.file f SET status = 'copy', report_id = d.report_id FROM demoted d WHERE d.path = f.path;

INSERT INTO core.report_copy BY NAME SELECT path, sha256, report_id, similarity FROM demoted WHERE present;
