-- Figures of a current report that bear on each other, reckoned against each other.
WITH term AS ( -- each number with the least and the most that its words allow, in base units
    SELECT
        x.report_id, x.relation, x.position, x.kind, x.role, x.doubt, x.step, x.measure_id, x.char_start, m.sentence, m.bound,
        coalesce(m.text, CAST(CAST(x.number AS BIGINT) AS VARCHAR)) AS text, coalesce(m.value_canonical, x.number) AS value,
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
    LEFT JOIN core.measure m ON m.measure_id = x.measure_id
),
stated AS ( -- what is told: the total, the wholes, the rate, the first of two, a formula
    SELECT
        report_id, relation, sum(value) AS value, sum(low) AS low, sum(high) AS high, max(step) AS step,
        string_agg(text, '+' ORDER BY position) AS text, min(char_start) AS start,
        arg_min(sentence, position) AS sentence, arg_min(measure_id, position) AS measure_id, any_value(bound) AS bound,
        list(value ORDER BY position) AS numbers, bool_or(value IS NULL) AS lacks
    FROM term
    WHERE role IN ('total', 'first', 'told') OR (role = 'whole' AND kind = 'subset') OR role = 'rate'
    GROUP BY ALL
),
counted AS ( -- what it is held against
    SELECT
        report_id, relation, kind, any_value(doubt) AS doubt, sum(value) AS total, sum(low) AS low, sum(high) AS high,
        max(value) AS biggest, max(low) AS biggest_low, string_agg(text, '+' ORDER BY position) AS text,
        min(char_start) AS start, arg_min(sentence, position) AS sentence, arg_min(measure_id, position) AS measure_id,
        list(value ORDER BY position) AS numbers, bool_or(value IS NULL) AS lacks
    FROM term
    WHERE role IN ('part', 'second', 'counted')
    GROUP BY report_id, relation, kind
),
base AS (SELECT report_id, relation, value, low, high, text FROM term WHERE role = 'whole' AND kind IN ('rate', 'share')),
reckoned AS (
    SELECT
        c.report_id, c.relation, c.kind, c.doubt, s.value AS stated, s.text AS stated_text, s.start AS stated_start,
        s.sentence AS stated_sentence, s.measure_id AS stated_measure_id, c.start AS reckoned_start,
        c.sentence AS reckoned_sentence, c.measure_id AS reckoned_measure_id,
        CASE
            WHEN c.kind IN ('rate', 'share') THEN c.text || '/' || b.text
            ELSE c.text
        END AS reckoned_text,
        CASE
            WHEN c.kind IN ('rate', 'share') THEN round(100 * c.total / nullif(b.value, 0), 4)
            WHEN c.kind = 'part' THEN c.biggest
            ELSE c.total
        END AS reckoned,
        c.lacks OR s.lacks AS lacks, -- a measure that was refused
        c.total, 100 * c.low / nullif(b.high, 0) AS rate_low, 100 * c.high / nullif(b.low, 0) AS rate_high,
        CASE c.kind
            WHEN 'breakdown' THEN c.low <= s.high + 1e-6 AND c.high >= s.low - 1e-6
            WHEN 'again' THEN c.low <= s.high + 1e-6 AND c.high >= s.low - 1e-6
            WHEN 'part' THEN c.biggest_low <= s.high + 1e-6
            WHEN 'subset' THEN c.low <= s.high + 1e-6
            WHEN 'formula' THEN c.numbers = s.numbers
            WHEN 'sum' THEN c.total = s.value
            ELSE rate_low < s.high + 1e-6 AND rate_high >= s.low - 1e-6 -- 98.9% may be told as 98% or as 99%
        END AND NOT (c.kind = 'rate' AND s.value = 100 AND s.bound = 'exact' AND rate_high < 100 - 1e-6) AS fits,
        coalesce(rate_high >= s.value - s.step AND rate_low <= s.value + s.step, false) AS rounded
    FROM counted c
    JOIN stated s ON s.report_id = c.report_id AND s.relation = c.relation
    LEFT JOIN base b ON b.report_id = c.report_id AND b.relation = c.relation
    WHERE c.kind <> 'sum' OR c.total = s.value
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
    j.stated_text, j.reckoned_text, j.stated_start, j.reckoned_start, j.stated_sentence, j.reckoned_sentence,
    j.stated_measure_id, j.reckoned_measure_id
FROM judged j
JOIN core.report r ON r.report_id = j.report_id
