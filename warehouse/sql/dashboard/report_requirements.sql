-- What the rule on these reports asks of one report, and how it stands with each.
SELECT requirement_name, verdict, obliged, evidence, evidence_start, source, article
FROM mart.requirement_check
WHERE report_id = $report
ORDER BY requirement
