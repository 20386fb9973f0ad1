-- Citations of laws that have been repealed or renamed: were they still in force in the report's year?
WITH word AS (
    SELECT
        string_agg('(' || pattern || ')', '|' ORDER BY pattern) FILTER (place = 'before') AS before,
        string_agg('(' || pattern || ')', '|' ORDER BY pattern) FILTER (place = 'after') AS after
    FROM core.check_word
    WHERE "check" = 'law_check'
),
cited AS (
    SELECT
        r.report_id, r.file, r.issuer, r.issuer_id, r.issuer_type, r.region_code, r.report_year, c.char_start, c.char_end, c.title,
        l.law_id, l.title AS law_title, l.valid_to AS repealed_on, l.replaced_by, n.title AS replaced_by_title,
        regexp_extract(fazhi_span(t.text, greatest(c.char_start - 60, 0), c.char_start), '[^。；;\n]*$') AS before,
        regexp_extract(fazhi_span(t.text, c.char_end, c.char_end + 40), '^[^。；;\n]*') AS after
    FROM core.citation c
    JOIN core.report r ON r.report_id = c.report_id AND r.is_current AND r.report_id IN (SELECT report_id FROM due)
    JOIN core.law l ON l.law_id = c.law_id AND l.valid_to IS NOT NULL
    JOIN core.report_text t ON t.report_id = c.report_id
    LEFT JOIN core.law n ON n.law_id = l.replaced_by
),
judged AS (
    SELECT
        *, CASE
            WHEN report_year IS NULL THEN 'no_year'
            WHEN year(repealed_on) = report_year AND dayofyear(repealed_on) > 1 THEN 'in_the_year'
            WHEN regexp_matches(cited.before, coalesce(word.before, '$^')) THEN 'explained'
            WHEN regexp_matches(cited.after, coalesce(word.after, '$^')) THEN 'explained'
        END AS doubt
    FROM cited
    CROSS JOIN (SELECT before, after FROM word) word
)
SELECT
    report_id, file, issuer, issuer_id, issuer_type, region_code, report_year, char_start, char_end, title,
    law_id, law_title, repealed_on, replaced_by, replaced_by_title,
    CASE
        WHEN year(repealed_on) > report_year THEN 'in_force'
        WHEN doubt IS NOT NULL THEN 'cannot_tell'
        ELSE 'outdated'
    END AS verdict,
    CASE WHEN NOT coalesce(year(repealed_on) > report_year, false) THEN doubt END AS reason,
    trim(before || '《' || title || '》' || after) AS sentence
FROM judged
