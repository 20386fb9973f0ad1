-- The results of this run's checks, with the rows that broke a rule. A run is checked twice, its frames and what it built.
DELETE FROM ops.expectation_result r
WHERE EXISTS (
    SELECT 1 FROM accepted_ops_expectation_result a WHERE a.run_id = r.run_id AND a.table_name = r.table_name AND a.rule = r.rule
);

INSERT INTO ops.expectation_result BY NAME SELECT * FROM accepted_ops_expectation_result;

DELETE FROM ops.expectation_row r
WHERE EXISTS (
    SELECT 1 FROM accepted_ops_expectation_result a WHERE a.run_id = r.run_id AND a.table_name = r.table_name AND a.rule = r.rule
);

INSERT INTO ops.expectation_row BY NAME SELECT * FROM accepted_ops_expectation_row;
