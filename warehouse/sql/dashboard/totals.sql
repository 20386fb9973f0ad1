-- What the published version holds, in one row.
SELECT
    (SELECT count(*) FROM core.report WHERE is_current) AS reports,
    (SELECT count(DISTINCT issuer_id) FROM core.report WHERE is_current) AS issuers,
    (SELECT count(*) FROM mart.measure_evidence) AS measures,
    (SELECT count(DISTINCT region_code) FROM mart.district_year) AS districts,
    (SELECT min(report_year) FROM core.report WHERE is_current) AS first_year,
    (SELECT max(report_year) FROM core.report WHERE is_current) AS last_year,
    (SELECT count(*) FROM mart.arithmetic_check WHERE verdict = 'disagrees') AS contradictions,
    (SELECT count(*) FROM mart.requirement_check WHERE verdict IN ('missed', 'partial') AND obliged) AS missing,
    (SELECT count(*) FROM mart.measure_evidence WHERE needs_review) AS review,
    (SELECT count(*) FROM ops.quarantine WHERE status = 'open') AS quarantined
