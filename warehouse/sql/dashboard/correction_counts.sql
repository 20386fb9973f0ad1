-- How many places of corrections came to which end.
SELECT status AS code, count(*) AS many FROM core.correction GROUP BY status
