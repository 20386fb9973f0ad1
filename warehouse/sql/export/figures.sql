-- One district: an indicator, a unit and a year to a row, with what the figure rests on.
SELECT
    领域, 指标名称, 单位, 报告年度, 数值, 数值性质, 有数值乡镇数, 有报告乡镇数, 乡镇街道总数,
    自报数值 AS 区县自报数值, 自报数值性质, 性质, 跨机关合并, 指标代码, 单位族
FROM (SELECT *, 本级自报数值 AS 自报数值 FROM 报表.区县指标年度)
WHERE 区划代码 = $district
ORDER BY 指标代码, 单位族, 报告年度;
