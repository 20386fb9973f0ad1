-- The names of some regions and issuers (a list of `type/id`).
SELECT
    k.entity,
    CASE
        WHEN k.entity_type <> 'issuer' THEN g.full_name
        WHEN g.region_code IS NULL THEN coalesce(i.issuer, k.entity_id)
        WHEN contains(k.entity_id, ':') THEN g.full_name || split_part(k.entity_id, ':', 2)
        WHEN g.level = 'township' THEN g.full_name
        ELSE g.full_name || '（本级政府）'
    END AS name
FROM (
    SELECT unnest($entities::VARCHAR[]) AS entity, split_part(entity, '/', 1) AS entity_type, split_part(entity, '/', 2) AS entity_id
) k
LEFT JOIN mart.region g ON g.region_code = split_part(k.entity_id, ':', 1)
LEFT JOIN (SELECT issuer_id, any_value(issuer) AS issuer FROM core.report WHERE is_current GROUP BY issuer_id) i ON i.issuer_id = k.entity_id
