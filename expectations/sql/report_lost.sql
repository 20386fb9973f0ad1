-- The current reports there are, as a share of those published before.
SELECT (SELECT count(*) FROM core.report WHERE is_current) / (SELECT count(*) FROM previous.core.report WHERE is_current)
