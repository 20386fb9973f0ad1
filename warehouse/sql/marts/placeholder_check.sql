-- What was left in current reports by mistake. A day that is missing in a scan may have been written by hand.
SELECT
    m.report_id, m.position, r.file, r.issuer, r.issuer_id, r.region_code, r.report_year, m.kind, m.rule,
    CASE WHEN m.kind = 'blank_date' AND NOT coalesce(r.native, true) THEN 'cannot_tell' ELSE 'left_in' END AS verdict,
    m.text, fazhi_context(t.text, m.char_start, m.char_end) AS context, m.char_start, m.char_end
FROM core.remnant m
JOIN core.report r ON r.report_id = m.report_id AND r.is_current AND r.report_id IN (SELECT report_id FROM due)
JOIN core.report_text t ON t.report_id = m.report_id
