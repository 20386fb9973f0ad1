-- New texts that are no revision of their series (see warehouse/revisions.py).
CREATE OR REPLACE TEMP TABLE verdict (
    report_id VARCHAR, outcome VARCHAR, other_id VARCHAR, similarity DOUBLE, reason VARCHAR
);
