-- What became of the corrections. A report that is in conflict with the series it moved to is in quarantine.
INSERT INTO core.correction BY NAME
SELECT * EXCLUDE (lost) REPLACE (
    CASE WHEN lost THEN 'conflict' ELSE status END AS status,
    CASE WHEN lost THEN '更正后的系列已有另一份很不相同的报告，本报告在隔离中（series_conflict）；请核对两者的机关与年度' ELSE note END AS note
)
FROM (
    SELECT *, status = 'applied' AND report_id IN (SELECT report_id FROM verdict WHERE outcome = 'conflict') AS lost
    FROM correction_given
);

DELETE FROM core.report_original WHERE report_id NOT IN (SELECT report_id FROM core.report);
