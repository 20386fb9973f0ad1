-- Who of a district has a report of a year, who has none, and whose cannot be read. Bodies are the townships of the official
-- list, and all that have reported in any year.
WITH told AS ( -- current reports of a known issuer and year in a district
    SELECT r.report_id, r.path, r.issuer_id, r.issuer, r.issuer_type, r.region_code, r.report_year, left(r.region_code, 6) || '000000' AS district_code
    FROM core.report r
    WHERE r.is_current AND r.report_year IS NOT NULL AND r.region_code IS NOT NULL
        AND r.issuer_type IN ('township', 'department', 'district', 'development_zone')
),
refused AS ( -- files that look like such a report by their names, but could not be read
    SELECT path, rule, regexp_extract(path, '[^/]*$') AS file, CAST(regexp_extract(regexp_extract(path, '[^/]*$'), '(20[0-9]{2})年', 1) AS VARCHAR) AS told_year
    FROM ops.quarantine
    WHERE status = 'open' AND kind = 'file' AND regexp_matches(regexp_extract(path, '[^/]*$'), '20[0-9]{2}年.*法治(政府)?建设')
        AND rule IN (
            'undecodable', 'empty', 'no_text', 'broken_file', 'encrypted', 'reader_timeout', 'reader_killed', 'too_many_pages',
            'too_many_pixels', 'nested_too_deep', 'needs_program', 'unsupported_format', 'too_large', 'unreadable',
            'extract_failed', 'extract_killed'
        )
),
district AS (
    SELECT g.region_code AS district_code, g.province, g.city, g.district FROM mart.region g WHERE g.level = 'district'
),
placed AS ( -- the one district that the path names
    SELECT f.path, f.rule, f.file, f.told_year, min(d.district_code) AS district_code
    FROM refused f
    JOIN district d ON contains(f.path, d.district) AND (contains(f.path, coalesce(d.city, d.province)) OR NOT EXISTS (
        SELECT 1 FROM district e WHERE e.district = d.district AND e.district_code <> d.district_code
    ))
    GROUP BY ALL
    HAVING count(*) = 1
),
body AS (
    SELECT
        g.region_code AS issuer_id, g.district_code, 'township' AS issuer_type, 'region' AS basis, g.full_name AS issuer,
        t.valid_from, t.valid_to, g.township AS spelt
    FROM mart.region g
    JOIN core.region t ON t.code = g.region_code
    WHERE g.level = 'township' AND g.district_code IS NOT NULL
    UNION ALL
    SELECT
        t.issuer_id, t.district_code, min(t.issuer_type), 'reports', max_by(t.issuer, (t.report_year, t.report_id)), NULL, NULL,
        CASE WHEN min(t.issuer_type) = 'department' THEN split_part(t.issuer_id, ':', 2) END
    FROM told t
    WHERE t.issuer_id NOT IN (SELECT region_code FROM mart.region WHERE level = 'township')
    GROUP BY t.issuer_id, t.district_code
),
guessed AS ( -- the one body of that district that the file's name names
    SELECT p.path, p.rule, CAST(p.told_year AS BIGINT) AS report_year, min(b.issuer_id) AS issuer_id, p.district_code
    FROM placed p
    JOIN body b ON b.district_code = p.district_code AND contains(p.file, b.spelt)
    GROUP BY ALL
    HAVING count(*) = 1
),
turned_down AS ( -- reports that broke a rule
    SELECT
        q.path, q.rule, CAST(q.row ->> 'report_year' AS BIGINT) AS report_year, q.row ->> 'issuer_id' AS issuer_id,
        left(q.row ->> 'region_code', 6) || '000000' AS district_code
    FROM ops.quarantine q
    WHERE q.status = 'open' AND q.kind = 'row' AND q.table_name = 'core.report' AND (q.row ->> 'region_code') IS NOT NULL
),
unread AS (
    SELECT issuer_id, report_year, min(path) AS path, arg_min(rule, path) AS rule, min(district_code) AS district_code
    FROM (SELECT path, rule, report_year, issuer_id, district_code FROM guessed UNION ALL SELECT path, rule, report_year, issuer_id, district_code FROM turned_down)
    GROUP BY issuer_id, report_year
),
asked AS ( -- districts and years of which there is anything
    SELECT district_code, report_year FROM told
    UNION
    SELECT district_code, report_year FROM unread WHERE report_year IS NOT NULL AND district_code IS NOT NULL
)
SELECT
    d.district_code, d.province, d.city, d.district, a.report_year, b.issuer_id, b.issuer, b.issuer_type, b.basis,
    CASE WHEN t.report_id IS NOT NULL THEN 'present' WHEN u.path IS NOT NULL THEN 'unreadable' ELSE 'missing' END AS status,
    t.report_id, coalesce(t.path, u.path) AS path, CASE WHEN t.report_id IS NULL THEN u.rule END AS rule
FROM asked a
JOIN district d ON d.district_code = a.district_code
JOIN body b ON b.district_code = a.district_code AND coalesce(year(b.valid_from) <= a.report_year, true)
    AND coalesce(year(b.valid_to) >= a.report_year, true)
LEFT JOIN told t ON t.issuer_id = b.issuer_id AND t.report_year = a.report_year AND t.district_code = a.district_code
LEFT JOIN unread u ON u.issuer_id = b.issuer_id AND u.report_year = a.report_year
QUALIFY row_number() OVER (PARTITION BY a.district_code, a.report_year, b.issuer_id ORDER BY t.report_id, u.path) = 1
