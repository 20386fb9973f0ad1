-- What is known of a run.
SELECT * FROM ops.run WHERE run_id = $1;
