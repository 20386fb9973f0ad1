-- Whether paragraphs that were compared are no longer what they were: then what they were like is not known any more.
SELECT count(*) > 0
FROM mart.copied_report m
WHERE m.report_id IN (SELECT report_id FROM renewed) OR m.report_id NOT IN (SELECT report_id FROM core.report);
