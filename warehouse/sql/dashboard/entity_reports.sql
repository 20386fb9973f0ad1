-- Which of some regions and issuers (a list of `type/id`) have reports of a year; of a region those of its townships.
SELECT e.entity
FROM (SELECT unnest($entities::VARCHAR[]) AS entity) e
WHERE EXISTS (
    SELECT 1
    FROM core.report r
    WHERE
        r.is_current AND r.report_year = $year
        AND CASE split_part(e.entity, '/', 1)
            WHEN 'issuer' THEN r.issuer_id = split_part(e.entity, '/', 2)
            WHEN 'province' THEN r.issuer_type = 'township' AND left(r.region_code, 2) = left(split_part(e.entity, '/', 2), 2)
            WHEN 'city' THEN r.issuer_type = 'township' AND left(r.region_code, 4) = left(split_part(e.entity, '/', 2), 4)
            ELSE r.issuer_type = 'township' AND left(r.region_code, 6) = left(split_part(e.entity, '/', 2), 6)
        END
)
