-- The results of this run's checks.
DELETE FROM ops.expectation_result WHERE run_id IN (SELECT run_id FROM accepted_ops_expectation_result);

INSERT INTO ops.expectation_result BY NAME SELECT * FROM accepted_ops_expectation_result;
