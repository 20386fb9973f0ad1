-- The share of reports' figures among which nothing could be chosen.
SELECT avg(CAST(ambiguous AS INTEGER)) FROM mart.report_indicator
