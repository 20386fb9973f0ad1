-- What is gathered part by part: paragraphs that everybody writes, and pairs worth comparing.
CREATE OR REPLACE TEMP TABLE everybodys (report_id VARCHAR, position BIGINT);
CREATE OR REPLACE TEMP TABLE candidate (
    report_id VARCHAR, position BIGINT, source VARCHAR, other_report_id VARCHAR, other_position BIGINT
);
