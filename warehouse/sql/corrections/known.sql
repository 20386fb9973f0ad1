-- The corrections that were given to the last load.
SELECT DISTINCT correction_id, position FROM core.correction
