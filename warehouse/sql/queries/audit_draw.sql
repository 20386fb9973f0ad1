-- A random sample: of each stratum ($2 to $4: lists of issuer types, domains, and how many of each) the measures that come
-- first by a digest of the seed ($1) and their id, in the order of that digest; the same for the same warehouse and seed.
WITH wanted AS (
    SELECT unnest($2) AS issuer_type, unnest($3) AS domain, unnest($4) AS n
),
placed AS (
    SELECT
        m.measure_id, m.report_id, r.series_id, m.char_start AS start, m.char_end AS "end", m.value, m.unit, m.indicator, r.issuer_type,
        coalesce(i.domain, 'other') AS domain,
        row_number() OVER (
            PARTITION BY r.issuer_type, coalesce(i.domain, 'other') ORDER BY md5($1 || m.measure_id), m.measure_id
        ) AS place,
        count(*) OVER (PARTITION BY r.issuer_type, coalesce(i.domain, 'other')) AS stratum_size
    FROM core.measure m
    JOIN core.report r ON r.report_id = m.report_id AND r.is_current
    LEFT JOIN core.indicator i ON i.code = m.indicator
)
SELECT p.*, t.text
FROM placed p
JOIN wanted w ON w.issuer_type = p.issuer_type AND w.domain = p.domain AND p.place <= w.n
JOIN core.report_text t ON t.report_id = p.report_id
ORDER BY md5($1 || p.measure_id), p.measure_id
