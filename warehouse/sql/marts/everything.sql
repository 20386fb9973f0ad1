-- All reports are due, with all their issuers, regions and years.
CREATE OR REPLACE TEMP TABLE due AS SELECT report_id FROM core.report;

CREATE OR REPLACE TEMP TABLE due_year AS SELECT DISTINCT report_year FROM core.report WHERE report_year IS NOT NULL;

CREATE OR REPLACE TEMP TABLE due_issuer AS SELECT DISTINCT issuer_id FROM core.report;

CREATE OR REPLACE TEMP TABLE due_region AS SELECT code AS region_code FROM core.region;
