-- What the published version holds, in one row.
WITH report AS (SELECT * FROM core.report WHERE is_current),
measure AS (
    SELECT count(*) AS measures, count(*) FILTER (m.needs_review) AS review
    FROM core.measure m
    WHERE m.report_id IN (SELECT report_id FROM report)
)
SELECT
    (SELECT count(*) FROM report) AS reports,
    (SELECT count(DISTINCT issuer_id) FROM report) AS issuers,
    (SELECT count(DISTINCT region_code) FROM mart.district_year) AS districts,
    (SELECT min(report_year) FROM report) AS first_year,
    (SELECT max(report_year) FROM report) AS last_year,
    (SELECT count(*) FROM mart.arithmetic_check WHERE verdict = 'disagrees') AS contradictions,
    (SELECT count(*) FROM mart.requirement_check WHERE verdict IN ('missed', 'partial') AND obliged) AS missing,
    (SELECT count(*) FROM mart.report_card WHERE severity <> 'note') AS findings,
    (SELECT count(DISTINCT correction_id) FROM core.correction WHERE status <> 'applied') AS not_applied,
    (SELECT count(*) FROM ops.quarantine WHERE status = 'open') AS quarantined,
    measures, review
FROM measure
