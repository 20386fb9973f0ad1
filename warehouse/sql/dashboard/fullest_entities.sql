-- The regions and issuers with most to tell: districts of most figures, or issuers where there is no district.
SELECT entity_type || '/' || entity_id AS entity
FROM mart.indicator_trend
WHERE entity_type IN ('district', 'issuer')
GROUP BY entity_type, entity_id
ORDER BY entity_type, count(*) DESC, entity_id
LIMIT $rows
