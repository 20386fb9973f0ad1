-- One district, year by year: how many reports its figures rest on.
SELECT
    报告年度, 报告数, 有报告乡镇数, 乡镇街道总数, 覆盖率, 部门报告数,
    CASE WHEN 区县政府报告 IS NULL THEN '没有' ELSE '有' END AS 区县政府报告
FROM 报表.区县年度
WHERE 区划代码 = $district
ORDER BY 报告年度;
