-- Figures of a report that contradict each other.
SELECT
    check_id || '-arithmetic' AS finding_id, report_id, 'arithmetic' AS kind, '数字前后不合' AS kind_name, 'must' AS severity,
    CASE kind
        WHEN 'breakdown' THEN format('总数写“{}”，各部分“{}”合计 {:.12g}', stated_text, reckoned_text, reckoned)
        WHEN 'part' THEN format('部分“{}”大于总数“{}”', reckoned_text, stated_text)
        WHEN 'subset' THEN format('“{}”多于“{}”，按其含义不应如此', reckoned_text, stated_text)
        WHEN 'again' THEN format('同一件事写作“{}”，又写作“{}”', stated_text, reckoned_text)
        WHEN 'formula' THEN format('算式“{}”与其后所写“{}”不一致', stated_text, reckoned_text)
        WHEN 'growth' THEN format('增减写“{}”，按“{}”算得 {:+.12g}', stated_text, reckoned_text, reckoned)
        ELSE format('比率写“{}”，按“{}”算得 {:.12g}%', stated_text, reckoned_text, reckoned)
    END AS finding,
    stated_sentence AS words, nullif(reckoned_sentence, stated_sentence) AS other_words, stated_start AS char_start,
    '请核对原始数据，更正有误的一处；如均无误，请说明统计口径' AS advice
FROM mart.arithmetic_check
WHERE verdict = 'disagrees'
