-- The columns that not every source of mart.report_card has; no rows.
SELECT
    CAST(NULL AS VARCHAR) AS region_code, CAST(NULL AS BIGINT) AS report_year, CAST(NULL AS VARCHAR) AS words,
    CAST(NULL AS VARCHAR) AS other_words, CAST(NULL AS BIGINT) AS char_start
WHERE false
