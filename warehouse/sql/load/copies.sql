-- Files that are copies of a report; what was known of the same paths is told anew.
DELETE FROM core.report_copy
WHERE path IN (SELECT path FROM incoming) OR report_id NOT IN (SELECT report_id FROM core.report);

INSERT INTO core.report_copy BY NAME
SELECT path, sha256, kept_id AS report_id, similarity FROM outcome WHERE status = 'copy';
