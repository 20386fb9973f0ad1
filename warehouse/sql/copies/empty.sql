-- What is gathered part by part: pairs worth comparing.
CREATE OR REPLACE TEMP TABLE candidate (
    report_id VARCHAR, position BIGINT, source VARCHAR, other_report_id VARCHAR, other_position BIGINT
);
