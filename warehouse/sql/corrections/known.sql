-- The corrections, with their places, and the judgements that were given to the last load.
SELECT DISTINCT correction_id, position FROM core.correction
UNION ALL
SELECT judgement_id, 0 FROM ops.judgement
