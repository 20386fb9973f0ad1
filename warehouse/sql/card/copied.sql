-- Reports of which a third and more is told word for word in another report: of each, the one it shares most with.
SELECT
    report_id || '-copied-' || source AS finding_id, report_id, 'copied' AS kind, '雷同' AS kind_name, 'ask' AS severity,
    format('{} 段、{:.0f}% 的文字与{}雷同', paragraphs, share * 100,
        CASE source WHEN 'last_year' THEN '上年报告' ELSE coalesce(other_issuer, other_file) || ' ' || other_report_year || ' 年报告' END
    ) AS finding,
    (
        SELECT arg_min(fazhi_span(t.text, p.char_start, p.char_end), p.position)
        FROM mart.copied_paragraph p
        JOIN core.report_text t ON t.report_id = p.report_id
        WHERE p.report_id = c.report_id AND p.other_report_id = c.other_report_id
    ) AS words,
    CASE source WHEN 'last_year' THEN '请按当年的工作改写' ELSE '请核实是否照抄' END AS advice
FROM mart.copied_text c
WHERE share >= 1.0 / 3
QUALIFY row_number() OVER (PARTITION BY report_id, source ORDER BY share DESC, other_report_id) = 1
