-- Last year's figure as this year's report tells it, against the issuer's own report of last year.
WITH word AS (
    SELECT
        string_agg('(' || pattern || ')', '|' ORDER BY pattern) FILTER (place = 'last_year') AS last_year,
        string_agg('(' || pattern || ')', '|' ORDER BY pattern) FILTER (place = 'part_year') AS part_year
    FROM core.check_word
    WHERE "check" = 'restated_check'
),
told AS ( -- figures of an earlier year, in reports whose issuer has one of the year before
    SELECT
        m.*, r.file, r.issuer, r.issuer_id, r.issuer_type, r.region_code, r.report_year, o.report_id AS previous_report_id,
        -- the years that the sentence names, but for the report's own and the next one (of plans)
        list_filter(list_distinct(regexp_extract_all(m.sentence, '(?:^|[^0-9])(20[0-9]{2})年', 1)),
            lambda y: CAST(y AS BIGINT) NOT IN (r.report_year, r.report_year + 1)) AS years
    FROM core.measure m
    JOIN core.report r ON r.report_id = m.report_id AND r.is_current
    JOIN core.report o ON o.issuer_id = r.issuer_id AND o.is_current AND o.report_year = r.report_year - 1
    WHERE m.period = 'prior' AND m.kind = 'level' AND m.modality = 'actual' AND m.indicator <> 'other'
        AND r.issuer_type <> 'unknown' AND r.issuer_id IN (SELECT issuer_id FROM due_issuer)
),
own AS ( -- what last year's report says, with the one measure that says it
    SELECT
        f.report_id, f.indicator, f.unit_family, f.value, f.ambiguous, f.only_qualified, f.measures_used,
        arg_min(m.measure_id, (m.char_start, m.measure_id)) AS measure_id, arg_min(m.sentence, (m.char_start, m.measure_id)) AS sentence,
        arg_min(m.bound, (m.char_start, m.measure_id)) AS bound, arg_min(m.text, (m.char_start, m.measure_id)) AS text,
        arg_min(m.subject, (m.char_start, m.measure_id)) AS subject
    FROM mart.report_indicator f
    LEFT JOIN mart.report_indicator_input n ON n.report_id = f.report_id AND n.indicator = f.indicator
        AND n.unit_family = f.unit_family AND n.used
    LEFT JOIN core.measure m ON m.measure_id = n.measure_id
    WHERE f.report_id IN (SELECT previous_report_id FROM told)
    GROUP BY ALL
),
elsewhere AS ( -- every number of last year's report
    SELECT DISTINCT report_id, unit_family, value_canonical, indicator FROM core.measure
    WHERE report_id IN (SELECT previous_report_id FROM told)
),
paired AS (
    SELECT
        t.*, w.last_year, w.part_year, o.value AS own_value, o.ambiguous, o.only_qualified, o.measures_used,
        o.measure_id AS own_measure_id, o.sentence AS own_sentence, o.text AS own_text, o.subject AS own_subject,
        CASE t.bound WHEN 'at_most' THEN 0 WHEN 'approx' THEN t.value_canonical * 0.85 ELSE t.value_canonical - step_of(t.text) END AS low,
        CASE t.bound WHEN 'at_least' THEN t.value_canonical * 2 WHEN 'approx' THEN t.value_canonical * 1.15
            ELSE t.value_canonical + step_of(t.text) END AS high,
        CASE o.bound WHEN 'at_most' THEN 0 WHEN 'approx' THEN o.value * 0.85 ELSE o.value - step_of(o.text) END AS own_low,
        CASE o.bound WHEN 'at_least' THEN o.value * 2 WHEN 'approx' THEN o.value * 1.15 ELSE o.value + step_of(o.text) END AS own_high,
        e.value_canonical IS NOT NULL AS same_number, x.value_canonical IS NOT NULL AS same_elsewhere
    FROM told t
    CROSS JOIN word w
    LEFT JOIN own o ON o.report_id = t.previous_report_id AND o.indicator = t.indicator AND o.unit_family = t.unit_family
    LEFT JOIN (SELECT DISTINCT report_id, unit_family, value_canonical FROM elsewhere) x ON x.report_id = t.previous_report_id
        AND x.unit_family = t.unit_family AND x.value_canonical = t.value_canonical
    LEFT JOIN elsewhere e ON e.report_id = t.previous_report_id AND e.indicator = t.indicator
        AND e.unit_family = t.unit_family AND e.value_canonical = t.value_canonical
),
doubted AS (
    SELECT *, CASE
        WHEN len(years) > 1 OR (len(years) = 1 AND CAST(years[1] AS BIGINT) <> report_year - 1) THEN 'year_unclear'
        WHEN len(years) = 0 AND NOT regexp_matches(sentence, coalesce(last_year, '$^')) THEN 'year_unclear'
        WHEN regexp_matches(sentence, coalesce(part_year, '$^')) THEN 'part_year'
        WHEN same_number THEN NULL
        WHEN own_value IS NULL AND NOT coalesce(ambiguous OR only_qualified, false) THEN 'not_told'
        WHEN own_value IS NULL OR measures_used > 1 THEN 'several'
        WHEN low <= own_high + 1e-6 AND high >= own_low - 1e-6 THEN NULL
        WHEN same_elsewhere THEN 'other_figure'
        WHEN scope <> 'whole' OR parent_measure_id IS NOT NULL THEN 'other_scope'
        WHEN coalesce(subject, '') <> coalesce(own_subject, '') THEN 'other_thing'
        WHEN needs_review THEN 'needs_review'
    END AS doubt
    FROM paired
)
SELECT
    measure_id, report_id, file, issuer, issuer_id, issuer_type, region_code, report_year, indicator, unit_family, unit,
    value_canonical AS told, text AS told_text, sentence AS told_sentence, previous_report_id, own_value, own_text,
    own_measure_id, own_sentence,
    CASE
        WHEN doubt IS NOT NULL THEN 'cannot_tell'
        WHEN same_number OR (low <= own_high + 1e-6 AND high >= own_low - 1e-6) THEN 'agrees'
        ELSE 'differs'
    END AS verdict, doubt AS reason
FROM doubted
