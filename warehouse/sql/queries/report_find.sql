-- The reports that a person may mean by some words ($1, a list): each begins the number, or stands in path, title,
-- issuer or year.
SELECT report_id, path, file, title, issuer, report_year, is_current
FROM core.report
WHERE
    list_bool_and(list_transform(
        $1,
        lambda word: starts_with(report_id, word)
        OR contains(concat_ws(chr(10), path, title, issuer, report_year), word)
    ))
ORDER BY is_current DESC, issuer, report_year, revision DESC
