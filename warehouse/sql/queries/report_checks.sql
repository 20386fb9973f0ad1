-- What is wrong with a report: figures that contradict each other, what the law asks for and is not there.
SELECT * FROM (
    SELECT
        stated_start AS start,
        CASE kind
            WHEN 'breakdown' THEN '分项与总数'
            WHEN 'part' THEN '部分与总数'
            WHEN 'rate' THEN '比率与数量'
            WHEN 'share' THEN '占比与数量'
            WHEN 'subset' THEN '前后两数'
            WHEN 'again' THEN '两处所说'
            ELSE '算式与数量'
        END AS name,
        '对不上' AS verdict,
        concat_ws('，', stated_text || '，' || reckoned_text, '算得 ' || CAST(reckoned AS DECIMAL(18, 2))) AS evidence
    FROM mart.arithmetic_check
    WHERE report_id = $1 AND verdict = 'disagrees'
    UNION ALL
    SELECT
        evidence_start, requirement_name, CASE verdict WHEN 'partial' THEN '提到而无专节' ELSE '没有做到' END,
        concat_ws('；', evidence, source || article)
    FROM mart.requirement_check
    WHERE report_id = $1 AND verdict IN ('partial', 'missed') AND obliged
)
ORDER BY start NULLS LAST, name
