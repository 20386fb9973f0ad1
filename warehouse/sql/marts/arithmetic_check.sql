-- Figures of a current report that bear on each other, reckoned against each other.
WITH measure AS (
    SELECT * FROM core.measure WHERE report_id IN (SELECT report_id FROM due)
),
term AS ( -- each number with the least and the most that its words allow, in base units
    SELECT
        x.report_id, x.relation, x.position, x.kind, x.role, x.doubt, x.step, x.measure_id, x.char_start, m.bound,
        m.unit_family = 'percent' AS percent,
        coalesce(m.text, CAST(CAST(x.number AS BIGINT) AS VARCHAR), '…') AS text, coalesce(m.value_canonical, x.number) AS value,
        CASE WHEN m.value <> 0 THEN m.value_canonical / m.value ELSE 1 END AS factor,
        CASE m.bound
            WHEN 'at_most' THEN 0
            WHEN 'approx' THEN value * 0.85
            WHEN 'at_least' THEN value
            ELSE value - x.step * factor / 2
        END AS low,
        CASE
            WHEN m.value_high IS NOT NULL THEN m.value_high * factor
            WHEN m.bound = 'approx' THEN value * 1.15
            WHEN m.bound = 'at_least' AND regexp_matches(m.text, '[数几上]') THEN value * 10
            WHEN m.bound = 'at_least' THEN value * 2
            ELSE value + x.step * factor -- told in full units, rounded or cut
        END AS high
    FROM core.relation x
    JOIN core.report r ON r.report_id = x.report_id AND r.is_current
    LEFT JOIN measure m ON m.measure_id = x.measure_id
    WHERE x.report_id IN (SELECT report_id FROM due)
),
sided AS ( -- what is told (the total, the wholes, the rate, the first of two, a formula), and what it is held against
    SELECT *, CASE
        WHEN role IN ('part', 'second', 'counted') THEN 'held'
        WHEN role = 'whole' AND kind <> 'subset' THEN 'base'
        ELSE 'told'
    END AS side
    FROM term
),
gathered AS (
    SELECT
        report_id, relation, any_value(kind) AS kind, any_value(doubt) AS doubt, bool_or(value IS NULL) AS lacks, -- refused
        max(step) FILTER (side = 'told') AS step, bool_or(percent) FILTER (side = 'told') AS percent, any_value(bound) FILTER (side = 'told') AS bound,
        sum(value) FILTER (side = 'told') AS stated, sum(value) FILTER (side = 'held') AS total,
        sum(low) FILTER (side = 'told') AS stated_low, sum(high) FILTER (side = 'told') AS stated_high,
        sum(low) FILTER (side = 'held') AS low, sum(high) FILTER (side = 'held') AS high,
        max(value) FILTER (side = 'held') AS biggest, max(low) FILTER (side = 'held') AS biggest_low,
        max(value) FILTER (side = 'base') AS base, max(low) FILTER (side = 'base') AS base_low,
        max(high) FILTER (side = 'base') AS base_high, max(text) FILTER (side = 'base') AS base_text,
        string_agg(text, '+' ORDER BY position) FILTER (side = 'told') AS stated_text,
        string_agg(text, '+' ORDER BY position) FILTER (side = 'held') AS held_text,
        min(char_start) FILTER (side = 'told') AS stated_start, min(char_start) FILTER (side = 'held') AS reckoned_start,
        arg_min(measure_id, position) FILTER (side = 'told') AS stated_measure_id,
        arg_min(measure_id, position) FILTER (side = 'held') AS reckoned_measure_id,
        list(value ORDER BY position) FILTER (kind = 'formula' AND side = 'told') AS told_numbers,
        list(value ORDER BY position) FILTER (kind = 'formula' AND side = 'held') AS held_numbers
    FROM sided
    GROUP BY report_id, relation
),
reckoned AS (
    SELECT
        *, concat_ws('/', held_text, base_text) AS reckoned_text,
        CASE
            WHEN kind IN ('rate', 'share') THEN round(100 * total / nullif(base, 0), 4)
            WHEN kind = 'growth' AND percent THEN round(100 * total / nullif(base, 0) - 100, 4)
            WHEN kind = 'growth' THEN total - base
            WHEN kind = 'part' THEN biggest
            ELSE total
        END AS reckoned,
        100 * low / nullif(base_high, 0) AS rate_low, 100 * high / nullif(base_low, 0) AS rate_high,
        CASE kind
            WHEN 'breakdown' THEN low <= stated_high + 1e-6 AND high >= stated_low - 1e-6
            WHEN 'again' THEN low <= stated_high + 1e-6 AND high >= stated_low - 1e-6
            WHEN 'part' THEN biggest_low <= stated_high + 1e-6
            WHEN 'subset' THEN low <= stated_high + 1e-6
            WHEN 'formula' THEN held_numbers = told_numbers OR (len(held_numbers) = 1 AND total = stated)
            WHEN 'sum' THEN total = stated
            WHEN 'growth' THEN CASE
                WHEN percent THEN rate_low - 100 < stated + step + 1e-6 AND rate_high - 100 > stated - step - 1e-6
                ELSE low - base_high <= stated + step + 1e-6 AND high - base_low >= stated - step - 1e-6
            END
            ELSE rate_low < stated_high + 1e-6 AND rate_high >= stated_low - 1e-6 -- 98.9% may be told as 98% or as 99%
        END AND NOT (kind = 'rate' AND stated = 100 AND bound = 'exact' AND rate_high < 100 - 1e-6) AS fits,
        coalesce(kind <> 'growth' AND rate_high >= stated - step AND rate_low <= stated + step, false) AS rounded
    FROM gathered
    WHERE kind <> 'sum' OR total = stated
),
judged AS (
    SELECT *, CASE
        WHEN kind = 'sum' THEN 'implied'
        WHEN lacks OR fits IS NULL THEN 'cannot_tell'
        WHEN fits AND kind = 'part' AND total > stated THEN 'cannot_tell'
        WHEN fits THEN 'agrees'
        WHEN doubt IS NOT NULL OR rounded THEN 'cannot_tell'
        ELSE 'disagrees'
    END AS verdict
    FROM reckoned
)
SELECT
    j.report_id || '-r' || j.relation AS check_id, j.report_id, r.file, r.issuer, r.issuer_id, r.region_code, r.report_year,
    j.kind, j.verdict, CASE
        WHEN j.verdict <> 'cannot_tell' THEN NULL
        WHEN j.lacks OR j.fits IS NULL THEN 'unread_number'
        WHEN j.fits THEN 'overlap'
        ELSE coalesce(j.doubt, 'rounding')
    END AS reason,
    CASE WHEN j.kind <> 'formula' THEN j.stated END AS stated, CASE WHEN j.kind <> 'formula' THEN j.reckoned END AS reckoned,
    j.stated_text, j.reckoned_text, j.stated_start, j.reckoned_start, told.sentence AS stated_sentence, held.sentence AS reckoned_sentence,
    j.stated_measure_id, j.reckoned_measure_id
FROM judged j
JOIN core.report r ON r.report_id = j.report_id
LEFT JOIN measure told ON told.measure_id = j.stated_measure_id
LEFT JOIN measure held ON held.measure_id = j.reckoned_measure_id
