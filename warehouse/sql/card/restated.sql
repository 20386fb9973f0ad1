-- Last year's figure told otherwise than the issuer's own report of last year told it.
SELECT
    c.measure_id || '-restated' AS finding_id, c.report_id, 'restated' AS kind, '上年数不一致' AS kind_name, 'must' AS severity,
    format('上年数写“{}”，上年报告写“{}”', c.told_text, c.own_text) AS finding, c.told_sentence AS words,
    c.own_sentence AS other_words, m.char_start, '请核对两年的报告，更正有误的一处；如口径有变，请说明' AS advice
FROM mart.restated_check c
LEFT JOIN core.measure m ON m.measure_id = c.measure_id
WHERE c.verdict = 'differs'
