-- Every file that can be read again from the raw store: those of the ledger, and older versions that have no row there
-- any more. Archives are not among them: their members are.
SELECT path, size, mtime_ns, sha256, archive, present, status, reason, true AS listed
FROM ops.file
WHERE sha256 IS NOT NULL AND status <> 'unpacked' AND moved_to IS NULL
UNION ALL
SELECT path, characters, 0, sha256, NULL, false, 'loaded', NULL, false
FROM core.report
WHERE sha256 NOT IN (SELECT sha256 FROM ops.file WHERE sha256 IS NOT NULL AND moved_to IS NULL)
ORDER BY path, sha256;
