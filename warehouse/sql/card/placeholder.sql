-- Blanks, words of a template and names of other towns that were left in.
SELECT
    report_id || '-placeholder-' || position AS finding_id, report_id, 'placeholder' AS kind, '误留字句' AS kind_name,
    CASE verdict WHEN 'left_in' THEN 'must' ELSE 'ask' END AS severity,
    CASE kind
        WHEN 'other_town' THEN format('该写本机关处写着“{}”', text)
        WHEN 'template' THEN format('留有模板的话“{}”', text)
        ELSE format('“{}”没有填写', text)
    END AS finding,
    context AS words, char_start, '请填写、改正或删去' AS advice
FROM mart.placeholder_check
