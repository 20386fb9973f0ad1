-- Revisions of a series by date, then by id, never by arrival; a version without a date comes first.
UPDATE core.report r
SET revision = n.revision, is_current = n.is_current
FROM (
    SELECT
        report_id, row_number() OVER series AS revision,
        lead(report_id) OVER series IS NULL AS is_current
    FROM core.report
    WINDOW series AS (PARTITION BY series_id ORDER BY coalesce(published_on, signed_on) NULLS FIRST, report_id)
) n
WHERE n.report_id = r.report_id AND (n.revision <> r.revision OR n.is_current <> r.is_current);
