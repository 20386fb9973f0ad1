-- Files that were moved, with the members of moved archives: `whole` where they need not be read again.
CREATE OR REPLACE TEMP TABLE moving AS
SELECT
    f.path AS old_path, m.path || substr(f.path, length(m.old_path) + 1) AS path, m.whole,
    CASE WHEN f.archive IS NULL THEN m.mtime_ns ELSE f.mtime_ns END AS mtime_ns,
    CASE WHEN f.archive IS NOT NULL THEN m.path END AS archive
FROM accepted_moves m
JOIN ops.file f ON f.path = m.old_path OR f.archive = m.old_path
WHERE f.present;

DELETE FROM ops.file WHERE path IN (SELECT path FROM moving WHERE whole);

INSERT INTO ops.file BY NAME
SELECT f.* REPLACE (m.path AS path, m.mtime_ns AS mtime_ns, m.archive AS archive, true AS present, NULL AS moved_to)
FROM ops.file f
JOIN moving m ON m.old_path = f.path AND m.whole;

UPDATE core.report r SET path = m.path
FROM moving m, ops.file f
WHERE m.whole AND f.path = m.old_path AND r.path = m.old_path AND r.report_id = f.report_id;

UPDATE core.report_copy c SET path = m.path FROM moving m WHERE m.whole AND m.old_path = c.path;

UPDATE ops.quarantine q SET path = m.path FROM moving m WHERE m.whole AND m.old_path = q.path;

UPDATE ops.file f SET present = false, moved_to = m.path FROM moving m WHERE m.old_path = f.path;
