-- Reports in the store whose files were read again in this load: what was known of them gives way.
CREATE OR REPLACE TEMP TABLE reread AS
SELECT report_id FROM core.report WHERE sha256 IN (SELECT sha256 FROM accepted_again);
