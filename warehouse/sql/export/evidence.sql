-- One district: every statement of its current reports, with its words, and whether it entered a figure.
SELECT
    e.指标名称, e.报告年度, e.发布机关, e.机关类型, e.数值, e.单位, e.范围, e.性质, e.期间, e.口径, e.文字, e.原句,
    CASE WHEN i.是否采用 THEN '是' WHEN i.是否采用 IS NULL THEN '' ELSE '否' END AS 是否采用, i.不用的理由,
    e.可信度, e.文件名, e.页码, e.起位, e.止位, e.报告编号, e.指标代码, i.单位族
FROM 报表.计量证据 AS e
LEFT JOIN 报表.报告指标取数 AS i ON i.计量编号 = e.计量编号
WHERE left(e.区划代码, 6) = left($district, 6)
ORDER BY e.指标代码 = 'other', e.指标代码, i.单位族, e.报告年度, e.机关类型 <> '乡镇街道', e.发布机关, e.报告编号, e.起位, e.计量编号;
