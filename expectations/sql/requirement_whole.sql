-- Current reports that a requirement was not asked of.
SELECT r.report_id || '|' || q.requirement AS row_key, r.report_id
FROM core.report r
CROSS JOIN core.requirement q
ANTI JOIN mart.requirement_check c ON c.report_id = r.report_id AND c.requirement = q.requirement
WHERE r.is_current
