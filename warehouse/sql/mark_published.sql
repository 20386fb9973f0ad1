-- In the copy that is published, its run is a published one.
UPDATE ops.run
SET status = 'published', finished_at = coalesce(finished_at, CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP))
WHERE run_id = $1;
