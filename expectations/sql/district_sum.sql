-- Summed figures of districts that are not the sum of their townships' figures, added up anew.
WITH town AS (
    SELECT g.district_code AS region_code, f.indicator, f.report_year, f.unit_family, sum(CAST(f.value AS DECIMAL(38, 6))) AS total
    FROM mart.report_indicator f
    JOIN mart.region g ON g.region_code = f.region_code AND g.level = 'township'
    WHERE f.issuer_type = 'township' AND f.value IS NOT NULL
    GROUP BY ALL
)
SELECT concat_ws('|', d.region_code, d.indicator, d.report_year, d.unit_family) AS row_key, NULL AS report_id
FROM mart.district_indicator_year d
JOIN core.indicator i ON i.code = d.indicator AND i.across_issuers = 'sum'
LEFT JOIN town t ON t.region_code = d.region_code AND t.indicator = d.indicator AND t.report_year = d.report_year
    AND t.unit_family = d.unit_family
WHERE d.value IS NOT NULL AND NOT coalesce(abs(d.value - t.total) <= 1e-6 * greatest(abs(d.value), 1), false)
