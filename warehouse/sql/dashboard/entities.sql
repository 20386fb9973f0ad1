-- Regions and issuers with figures, whose name has all words of a list; regions first, the widest first.
WITH known AS (
    SELECT DISTINCT entity_type, entity_id, region_code, split_part(entity_id, ':', 2) AS department
    FROM mart.indicator_trend
),
issuer AS (
    SELECT issuer_id, any_value(issuer) AS issuer FROM core.report WHERE is_current GROUP BY issuer_id
),
named AS (
    SELECT
        k.entity_type, k.entity_id, k.entity_type || '/' || k.entity_id AS entity,
        CASE
            WHEN k.entity_type <> 'issuer' THEN g.full_name || '（辖区乡镇合计）'
            WHEN g.region_code IS NULL THEN coalesce(i.issuer, k.entity_id)
            WHEN k.department <> '' THEN g.full_name || k.department
            WHEN g.level = 'township' THEN g.full_name
            ELSE g.full_name || '（本级政府报告）'
        END AS name,
        CASE k.entity_type WHEN 'province' THEN 0 WHEN 'city' THEN 1 WHEN 'district' THEN 2 ELSE 3 END AS place
    FROM known k
    LEFT JOIN mart.region g ON g.region_code = k.region_code
    LEFT JOIN issuer i ON i.issuer_id = k.entity_id
)
SELECT entity, entity_type, name
FROM named
WHERE coalesce(list_bool_and(list_transform($words::VARCHAR[], lambda word: contains(name, word))), true)
ORDER BY place, entity_id
LIMIT $rows OFFSET $skip
