-- Figures of one report that bear on each other, by verdict.
SELECT check_id, report_id, issuer, report_year, kind, verdict, reason, stated_text, reckoned_text, stated, reckoned, stated_start, stated_sentence
FROM mart.arithmetic_check
WHERE verdict = $verdict
ORDER BY report_year DESC NULLS LAST, region_code NULLS LAST, check_id
LIMIT $rows OFFSET $skip
