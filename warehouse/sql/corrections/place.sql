-- The section and the page that a place ($2) of a report ($1) is in.
SELECT
    (
        SELECT section_id FROM core.section
        WHERE report_id = $1 AND char_start <= $2 AND $2 < char_end
        ORDER BY level DESC, position DESC
        LIMIT 1
    ),
    (SELECT min(page) FROM core.page WHERE report_id = $1 AND char_start <= $2 AND $2 < char_end)
