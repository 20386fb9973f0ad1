-- Every measure with an indicator in a current report that is due: whether it enters mart.report_indicator, and if not, why.
WITH measure AS (
    SELECT
        m.measure_id, m.report_id, m.indicator, m.value_canonical, m.subject, m.char_start, m.char_end,
        m.kind, m.modality, m.period, m.scope, m.parent_measure_id, length(m.sentence) AS reach,
        hash(m.sentence) AS words, i.within_report, string_split(i.unit_families, '|') AS families,
        -- a stated zero without a unit ("nothing was received") is one of the indicator's main family
        CASE WHEN m.unit IS NULL AND m.value = 0 THEN families[1] ELSE m.unit_family END AS family
    FROM core.measure m
    JOIN core.report r ON r.report_id = m.report_id AND r.is_current
    JOIN core.indicator i ON i.code = m.indicator
    WHERE m.indicator <> 'other' AND m.report_id IN (SELECT report_id FROM due)
),
sieved AS MATERIALIZED ( -- what each measure is by itself
    SELECT *, CASE
        WHEN kind <> 'level' THEN 'kind_' || kind
        WHEN modality <> 'actual' THEN modality
        WHEN period <> 'year' THEN period
        WHEN parent_measure_id IS NOT NULL THEN 'part'
        WHEN within_report = 'none' THEN 'not_combined'
        WHEN NOT coalesce(list_contains(families, family), false) THEN 'unit_family'
        WHEN NOT abs(value_canonical) < 1e15 THEN 'out_of_range'
        WHEN scope <> 'whole' THEN 'qualified'
    END AS refused
    FROM measure
),
apart AS ( -- the same words again further on are another sentence
    SELECT
        measure_id, report_id, indicator, family, within_report, value_canonical, subject, char_start, char_end, words,
        CAST(value_canonical AS DECIMAL(38, 6)) AS amount,
        char_start - lag(char_start) OVER (PARTITION BY report_id, words ORDER BY char_start) >= reach AS again
    FROM sieved
    WHERE refused IS NULL
),
placed AS (
    SELECT *, hash(words, count(*) FILTER (again) OVER (PARTITION BY report_id, words ORDER BY char_start)) AS place
    FROM apart
),
stated AS MATERIALIZED (
    -- One number about one thing, told again elsewhere or twice on one span, is one statement; from ten on, the
    -- same number of the same indicator is taken for the same thing, whatever it is called the second time.
    SELECT *, row_number() OVER same > 1 AND (
        place <> first_value(place) OVER same OR char_start < first_value(char_end) OVER same
    ) AS repeated
    FROM placed
    WINDOW same AS (
        PARTITION BY report_id, indicator, family, amount, CASE WHEN amount < 10 THEN subject END
        ORDER BY char_start, measure_id
    )
),
compared AS ( -- figures of different sentences are not items of one list: does the one hold the other?
    SELECT *, min(place) OVER thing <> max(place) OVER thing AS spread
    FROM stated
    WHERE NOT repeated
    WINDOW thing AS (PARTITION BY report_id, indicator, family)
),
weighed AS (
    SELECT
        *, count(*) OVER one AS n, count(*) FILTER (amount > 0) OVER one AS n_positive,
        sum(amount) OVER one AS total, max(amount) OVER one AS biggest, min(amount) OVER one AS smallest, bool_or(spread) OVER one AS unclear,
        count(*) OVER (PARTITION BY report_id, indicator, family, place) = 1 AS alone,
        row_number() OVER (one ORDER BY char_start, measure_id) AS position,
        row_number() OVER (one ORDER BY amount DESC, char_start, measure_id) AS rank
    FROM compared
    WINDOW one AS (PARTITION BY report_id, indicator, family)
),
headed AS (
    -- A total is the sum of all the others and stands before them, or after them in a sentence of its own:
    -- in a list such as "one, one and two" the last is no total.
    SELECT *, n_positive >= 3 AND total = 2 * biggest AND bool_or(
        rank = 1 AND (position = 1 OR (position = n AND alone))
    ) OVER (PARTITION BY report_id, indicator, family) AS has_total
    FROM weighed
),
judged AS (
    SELECT measure_id, report_id, indicator, family, value_canonical, CASE
        WHEN n = 1 THEN NULL
        WHEN within_report = 'largest' THEN CASE WHEN rank > 1 THEN 'not_largest' END
        WHEN biggest = smallest AND within_report = 'only' THEN CASE WHEN position > 1 THEN 'repeated' END
        WHEN within_report = 'only' THEN 'ambiguous'
        WHEN has_total THEN CASE WHEN rank > 1 THEN 'in_total' END
        WHEN unclear THEN 'ambiguous'
    END AS why_not
    FROM headed
    UNION ALL
    SELECT measure_id, report_id, indicator, family, value_canonical, 'repeated' FROM stated WHERE repeated
    UNION ALL
    SELECT measure_id, report_id, indicator, family, value_canonical, refused FROM sieved WHERE refused IS NOT NULL
)
SELECT
    measure_id, report_id, indicator, family AS unit_family, value_canonical AS value, why_not IS NULL AS used, why_not
FROM judged
