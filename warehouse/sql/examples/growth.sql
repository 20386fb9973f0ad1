SELECT entity_name, report_year, previous_value, value, difference, relative_change
FROM mart.indicator_trend
WHERE indicator = 'dispute.mediated' AND entity_type = 'issuer' AND difference IS NOT NULL
ORDER BY abs(difference) DESC
LIMIT 100
