-- The files of a report: those that say it, and the archives they lie in.
WITH said AS (
    SELECT path, sha256, archive, present FROM ops.file WHERE report_id = $1
    UNION
    SELECT path, sha256, NULL, false FROM core.report WHERE report_id = $1
    UNION
    SELECT path, sha256, NULL, false FROM core.report_copy WHERE report_id = $1
)
SELECT s.path, s.sha256, s.present, archive, a.sha256 AS archive_sha256
FROM said s
LEFT JOIN (SELECT path AS archive, sha256 FROM ops.file WHERE status = 'unpacked') a USING (archive)
WHERE s.sha256 IS NOT NULL
ORDER BY path;
