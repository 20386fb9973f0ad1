-- Rows of a report that broke a rule and stayed out, one for each rule; what only hangs on them is not told again.
SELECT
    min(quarantine_id) AS finding_id, report_id, 'quarantine' AS kind, '未入库的数据' AS kind_name, 'note' AS severity,
    format('{} 行没有通过规则 {}', count(*), rule) AS finding, arg_min(row ->> 'sentence', quarantine_id) AS words,
    min(CAST(row ->> 'char_start' AS BIGINT)) AS char_start,
    '请对照原文核实：' || arg_min(reason, quarantine_id) AS advice
FROM ops.quarantine
WHERE status = 'open' AND kind = 'row' AND rule <> 'parent_refused' AND report_id IN (SELECT report_id FROM core.report)
GROUP BY report_id, table_name, rule
