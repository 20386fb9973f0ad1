-- The reports that a person may mean: by number, path, file name, or words of the title or the issuer.
SELECT report_id, file, title, issuer, report_year, is_current
FROM core.report
WHERE starts_with(report_id, $1) OR path = $1 OR file = $1 OR contains(title, $1) OR contains(issuer, $1)
ORDER BY report_id = $1 DESC, is_current DESC, issuer, report_year, revision DESC
