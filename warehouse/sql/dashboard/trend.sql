-- Everything that is told of one region or issuer, year by year, each beside the year before.
SELECT
    d.name_zh AS domain_name, i.domain, t.indicator, t.indicator_name, t.unit_family, t.unit, t.report_year, t.value, t.value_is,
    t.previous_value, t.previous_value_is, t.compared, t.difference, t.relative_change, i.headline
FROM mart.indicator_trend t
JOIN core.indicator i ON i.code = t.indicator
JOIN core.domain d ON d.domain = i.domain
WHERE
    t.entity_type = split_part($entity, '/', 1) AND t.entity_id = split_part($entity, '/', 2)
    AND ($domain::VARCHAR IS NULL OR i.domain = $domain)
ORDER BY i.domain, t.indicator, t.unit_family, t.report_year
LIMIT $rows OFFSET $skip
