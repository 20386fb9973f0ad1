-- What the rule on these reports asks for and is not there, or came late.
SELECT
    report_id || '-' || requirement AS finding_id, report_id,
    CASE q."check" WHEN 'deadline' THEN 'late' WHEN 'years' THEN 'years' ELSE 'missing' END AS kind,
    CASE q."check" WHEN 'deadline' THEN '公开时间' WHEN 'years' THEN '年度不一致' ELSE '规定内容' END AS kind_name,
    CASE verdict WHEN 'missed' THEN 'must' ELSE 'ask' END AS severity,
    CASE
        WHEN q."check" = 'deadline' THEN requirement_name || '：晚于次年 4 月 1 日'
        WHEN q."check" = 'years' THEN requirement_name || '：各处所写年度不一致'
        WHEN verdict = 'partial' THEN requirement_name || '：文中提到，没有专门章节'
        ELSE requirement_name || '：文中没有找到'
    END AS finding,
    evidence AS words, evidence_start AS char_start,
    CASE q."check"
        WHEN 'deadline' THEN '请核实公开日期，今后于 4 月 1 日前公开'
        WHEN 'years' THEN '请统一标题、正文与下步安排中的年度'
        ELSE '请补充；如已写在别处，请告知位置'
    END || '（依据：' || c.source || c.article || '）' AS advice
FROM mart.requirement_check c
JOIN core.requirement q USING (requirement)
WHERE c.obliged AND c.verdict IN ('missed', 'partial')
