-- Some of the reports to be looked at: the first by a hash, which is the same each time.
SELECT report_id FROM core.report ANTI JOIN seen USING (report_id) WHERE report_id IS NOT NULL ORDER BY hash(report_id), report_id LIMIT ?
