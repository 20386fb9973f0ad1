-- The accepted rows of one province over ten years, made of the reports of a published sample (attached as `sample`): each
-- issuer gets, each year, the rows of one of the fullest reports under ids of its own, with other figures. Variables: province
-- (two digits), last (year), years, reports, folder.
CREATE TEMP TABLE template AS
SELECT report_id, row_number() OVER (ORDER BY count(*) DESC, report_id) - 1 AS number
FROM sample.core.measure
GROUP BY report_id
QUALIFY number < 8;

CREATE TEMP TABLE issuer AS
WITH region AS (
    SELECT * FROM sample.mart.region
    WHERE starts_with(region_code, getvariable('province')) AND level IN ('district', 'township') AND name <> '市辖区'
)
SELECT region_code, region_code AS issuer_id, full_name || '人民政府' AS name, level AS issuer_type, NULL::VARCHAR AS department FROM region
UNION ALL
SELECT region_code, region_code || ':' || d.department, full_name || d.department, 'department', d.department
FROM region, (VALUES ('司法局'), ('农业农村局')) AS d (department)
WHERE level = 'district';

CREATE TEMP TABLE made AS
SELECT
    left(md5(i.issuer_id || y.report_year), 16) AS new_id, t.report_id AS old_id, i.*, y.report_year,
    replace(i.issuer_id, ':', '-') || '-' || y.report_year || '.txt' AS file
FROM issuer i
JOIN (
    SELECT unnest(generate_series(getvariable('last') - getvariable('years') + 1, getvariable('last'))) AS report_year
) y ON true
JOIN template t ON t.number = hash(i.issuer_id || y.report_year) % 8
ORDER BY hash(i.issuer_id), y.report_year
LIMIT getvariable('reports');

CREATE TEMP MACRO renamed(id, old_id, new_id) AS new_id || id[len(old_id) + 1 :];

CREATE TEMP VIEW "core.report" AS
SELECT r.* REPLACE (
    m.new_id AS report_id, m.new_id AS series_id, m.file AS file, m.file AS path, sha256(m.file) AS sha256,
    m.name || m.report_year || '年度法治政府建设年度报告' AS title, m.name AS issuer, m.issuer_id AS issuer_id,
    m.issuer_type AS issuer_type, m.department AS department, m.region_code AS region_code, NULL::VARCHAR AS region_candidates,
    m.report_year AS report_year, make_date(m.report_year + 1, 1, 15) AS signed_on, 'province' AS run_id
)
FROM made m JOIN sample.core.report r ON r.report_id = m.old_id;

CREATE TEMP VIEW "core.report_text" AS
SELECT t.* REPLACE (m.new_id AS report_id) FROM made m JOIN sample.core.report_text t ON t.report_id = m.old_id;

CREATE TEMP VIEW "core.section" AS
SELECT s.* REPLACE (
    m.new_id AS report_id, renamed(s.section_id, m.old_id, m.new_id) AS section_id,
    renamed(s.parent_section_id, m.old_id, m.new_id) AS parent_section_id
)
FROM made m JOIN sample.core.section s ON s.report_id = m.old_id;

CREATE TEMP VIEW "core.measure" AS
WITH figure AS (
    SELECT *, CASE WHEN unit_family = 'percent' THEN 1 ELSE (50 + hash(m.new_id || f.measure_id) % 100) / 100 END AS times
    FROM made m JOIN sample.core.measure f ON f.report_id = m.old_id
)
SELECT f.* EXCLUDE (
    new_id, old_id, region_code, issuer_id, name, issuer_type, department, report_year, file, times
) REPLACE (
    new_id AS report_id, renamed(measure_id, old_id, new_id) AS measure_id, renamed(section_id, old_id, new_id) AS section_id,
    renamed(parent_measure_id, old_id, new_id) AS parent_measure_id, renamed(breakdown_id, old_id, new_id) AS breakdown_id,
    round(value * times) AS value, round(value_canonical * times) AS value_canonical
)
FROM figure f;

CREATE TEMP VIEW "core.relation" AS
SELECT r.* REPLACE (m.new_id AS report_id, renamed(r.measure_id, m.old_id, m.new_id) AS measure_id)
FROM made m JOIN sample.core.relation r ON r.report_id = m.old_id;

CREATE TEMP VIEW "core.content" AS
SELECT c.* REPLACE (m.new_id AS report_id) FROM made m JOIN sample.core.content c ON c.report_id = m.old_id;

CREATE TEMP VIEW "ops.file" AS
SELECT
    file AS path, 1 AS size, 1 AS mtime_ns, sha256(file) AS sha256, 'loaded' AS status, NULL::VARCHAR AS reason, new_id AS report_id,
    true AS present, 'province' AS run_id, NULL::VARCHAR AS archive, NULL::VARCHAR AS moved_to
FROM made;
