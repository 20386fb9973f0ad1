-- All reports and all their years are due.
CREATE OR REPLACE TEMP TABLE due AS SELECT report_id FROM core.report;

CREATE OR REPLACE TEMP TABLE due_year AS SELECT DISTINCT report_year FROM core.report WHERE report_year IS NOT NULL;
