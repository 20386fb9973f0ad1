-- Texts that are no revision of their series: new ones, and old ones that give way to a better form of the same report
-- (see warehouse/revisions.py).
CREATE OR REPLACE TEMP TABLE verdict (
    report_id VARCHAR, outcome VARCHAR, other_id VARCHAR, similarity DOUBLE, reason VARCHAR
);
