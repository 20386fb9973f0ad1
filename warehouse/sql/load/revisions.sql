-- Revisions of a series: those whose file holds another text by now come first, then by date, then by id, never by arrival;
-- a version without a date comes first. A version is valid from its own date; one that replaced another of no earlier
-- date, from the day it was loaded.
CREATE OR REPLACE TEMP TABLE dated AS
SELECT
    report_id, series_id, loaded_at, coalesce(published_on, signed_on) AS day,
    report_id NOT IN (
        SELECT report_id FROM ops.file WHERE report_id IS NOT NULL AND status IN ('loaded', 'copy') AND moved_to IS NULL
    ) AS replaced
FROM core.report;

CREATE OR REPLACE TEMP TABLE numbered AS
WITH ordered AS (
    SELECT
        *, row_number() OVER series AS revision, lead(report_id) OVER series IS NULL AS is_current,
        max(day) OVER (series ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS day_before,
        CAST(lag(loaded_at) OVER series AS DATE) AS loaded_before
    FROM dated
    WINDOW series AS (PARTITION BY series_id ORDER BY replaced DESC, day NULLS FIRST, report_id)
),
begun AS (
    SELECT *, CASE WHEN day <= day_before OR (day IS NULL AND revision > 1)
        THEN CASE WHEN CAST(loaded_at AS DATE) > loaded_before THEN greatest(CAST(loaded_at AS DATE), day_before)
            ELSE day_before END
        ELSE day END AS valid_from
    FROM ordered
)
SELECT report_id, revision, is_current, valid_from, min(valid_from) OVER (
    PARTITION BY series_id ORDER BY revision ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
) AS valid_to
FROM begun;

UPDATE core.report r
SET revision = n.revision, is_current = n.is_current, valid_from = n.valid_from, valid_to = n.valid_to
FROM numbered n
WHERE n.report_id = r.report_id AND (
    n.revision <> r.revision OR n.is_current <> r.is_current
    OR n.valid_from IS DISTINCT FROM r.valid_from OR n.valid_to IS DISTINCT FROM r.valid_to
);
