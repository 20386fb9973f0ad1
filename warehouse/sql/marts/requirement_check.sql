-- Each requirement of each current report: met, partial, missed or unknown, with what shows it.
WITH due AS (
    SELECT *, make_date(report_year + 1, 4, 1) AS deadline FROM core.report
    WHERE is_current AND report_id IN (SELECT report_id FROM due)
)
SELECT
    r.report_id, r.file, r.issuer, r.issuer_id, r.issuer_type, r.region_code, r.report_year,
    q.requirement, q.name_zh AS requirement_name,
    CASE WHEN r.issuer_type <> 'unknown' THEN list_contains(string_split(q.obliged, '|'), r.issuer_type) END AS obliged,
    CASE
        WHEN q."check" = 'deadline' THEN CASE
            WHEN r.published_on < r.deadline THEN 'met'
            WHEN r.published_on >= r.deadline THEN 'missed'
            WHEN r.signed_on >= r.deadline THEN 'missed' -- what is signed later cannot be published before
            ELSE 'unknown'
        END
        WHEN c.state IN ('section', 'agree') THEN 'met'
        WHEN c.state = 'spoken' THEN 'partial'
        WHEN c.state IN ('absent', 'differ') THEN 'missed'
        ELSE 'unknown'
    END AS verdict,
    CASE
        WHEN q."check" <> 'deadline' THEN coalesce(c.note, c.text)
        WHEN r.published_on IS NOT NULL THEN '公开 ' || r.published_on
        WHEN r.signed_on IS NOT NULL THEN '落款 ' || r.signed_on
    END AS evidence,
    c.char_start AS evidence_start, c.char_end AS evidence_end, q.source, q.article
FROM due r
CROSS JOIN core.requirement q
LEFT JOIN core.content c ON c.report_id = r.report_id AND c.requirement = q.requirement
