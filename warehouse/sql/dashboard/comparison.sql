-- What some regions and issuers (a list of `type/id`) tell of one year.
SELECT
    t.entity_type || '/' || t.entity_id AS entity, d.name_zh AS domain_name, i.domain, t.indicator, t.indicator_name, t.unit_family,
    t.unit, t.report_year, t.value, t.value_is
FROM mart.indicator_trend t
JOIN core.indicator i ON i.code = t.indicator
JOIN core.domain d ON d.domain = i.domain
WHERE
    list_contains($entities::VARCHAR[], t.entity_type || '/' || t.entity_id) AND t.report_year = $year
    AND ($domain::VARCHAR IS NULL OR i.domain = $domain)
ORDER BY i.domain, t.indicator, t.unit_family, entity
LIMIT $rows OFFSET $skip
