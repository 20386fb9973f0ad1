SELECT 区县, 报告年度, 数值, 数值性质, 单位, 有数值乡镇数, 乡镇街道总数
FROM 报表.区县指标年度
WHERE 指标名称 = '行政处罚'
ORDER BY 报告年度 DESC, 数值 DESC
