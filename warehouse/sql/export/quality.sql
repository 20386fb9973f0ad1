-- One district: what is amiss in its reports, and which townships have none.
SELECT 报告年度, 事项, 发布机关, 结论, 依据, 文件名
FROM (
    SELECT 报告年度, '数字对算：' || 类别 AS 事项, 发布机关, 结论, 所写文字 || ' 与 ' || 所算文字 || '：' || coalesce(所写原句, '') AS 依据, 文件名
    FROM 报表.数字对算 WHERE 结论 = '对不上' AND left(区划代码, 6) = left($district, 6)
    UNION ALL
    SELECT 报告年度, '法定要求：' || 要求名称, 发布机关, 结论, coalesce(依据, '') || '（' || 出处 || 条 || '）', 文件名
    FROM 报表.法定要求核对 WHERE 有无义务 AND 结论 IN ('没有做到', '提到而无专节') AND left(区划代码, 6) = left($district, 6)
    UNION ALL
    SELECT 报告年度, '数值取舍：' || 指标名称, 发布机关, 合并方法, '候选 ' || 候选计量数 || ' 个，见“依据”表', NULL
    FROM 报表.报告指标 WHERE (是否无法取舍 OR 是否只有限定口径) AND left(区划代码, 6) = left($district, 6)
    UNION ALL
    SELECT y.报告年度, '没有报告', g.乡镇街道, '缺报告', '区划目录有此乡镇街道，该年没有现行报告', NULL
    FROM 报表.区县年度 AS y
    JOIN 报表.区划名称 AS g ON g.级别 = '乡镇街道' AND g.区县代码 = y.区划代码
    WHERE y.区划代码 = $district AND NOT EXISTS (
        FROM 报表.报告 AS r
        WHERE r.是否现行 AND r.机关类型 = '乡镇街道' AND r.区划代码 = g.区划代码 AND r.报告年度 = y.报告年度
    )
)
ORDER BY 报告年度, 事项, 发布机关, 依据;
