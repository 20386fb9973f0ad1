-- The measures that a person should look at, the most doubtful first.
SELECT report_id, start, text, coalesce(indicator_name, indicator) AS indicator_name, sentence, issuer, report_year, confidence
FROM mart.measure_evidence
WHERE needs_review
ORDER BY confidence, report_id, start
LIMIT $rows OFFSET $skip
