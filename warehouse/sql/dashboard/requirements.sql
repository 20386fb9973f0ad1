-- Reports that lack what the rule asks for.
SELECT report_id, issuer, report_year, requirement_name, verdict, evidence, evidence_start, source || article AS source
FROM mart.requirement_check
WHERE verdict IN ('missed', 'partial') AND obliged
ORDER BY report_year DESC NULLS LAST, region_code NULLS LAST, report_id, requirement
LIMIT $rows OFFSET $skip
