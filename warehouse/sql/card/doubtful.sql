-- Measures of a report that want review, together: how many, and the words of the one that is least sure.
SELECT
    report_id || '-doubtful' AS finding_id, report_id, 'doubtful' AS kind, '把握不大的抽取' AS kind_name, 'note' AS severity,
    format('{} 个数读得没有把握', count(*)) AS finding, arg_min(sentence, (confidence, measure_id)) AS words,
    arg_min(char_start, (confidence, measure_id)) AS char_start, '用 fazhi review 逐个核对' AS advice
FROM core.measure
WHERE needs_review AND report_id IN (SELECT report_id FROM core.report WHERE is_current)
GROUP BY report_id
