-- What is wrong with a report: figures that contradict each other, what the law asks for and is not there.
SELECT * FROM (
    SELECT
        所写起位 AS start, 类别 AS name, 结论 AS verdict,
        concat_ws('，', 所写文字 || '，' || 所算文字, '算得 ' || CAST(所算 AS DECIMAL(18, 2))) AS evidence
    FROM 报表.数字对算
    WHERE 报告编号 = $1 AND 结论 = '对不上'
    UNION ALL
    SELECT 起位, 要求名称, 结论, concat_ws('；', 依据, 出处 || 条)
    FROM 报表.法定要求核对
    WHERE 报告编号 = $1 AND 结论 NOT IN ('做到', '不明') AND 有无义务
)
ORDER BY start NULLS LAST, name
