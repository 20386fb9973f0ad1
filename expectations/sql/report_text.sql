-- Reports without their text.
SELECT report_id AS row_key, report_id FROM core.report ANTI JOIN core.report_text USING (report_id)
