-- Laws cited as if they were in force, though repealed before the report's year.
SELECT
    report_id || '-law-' || char_start AS finding_id, report_id, 'law' AS kind, '引用失效法规' AS kind_name, 'must' AS severity,
    format('《{}》已于 {} 失效', title, strftime(repealed_on, '%Y-%m-%d')) AS finding, sentence AS words, char_start,
    coalesce('请改引《' || replaced_by_title || '》', '请核对现行规定') AS advice
FROM mart.law_check
WHERE verdict = 'outdated'
