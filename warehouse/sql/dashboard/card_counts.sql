-- How many findings there are of each severity.
SELECT severity AS code, count(*) AS many FROM mart.report_card GROUP BY severity
