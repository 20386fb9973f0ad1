-- How many pairs of figures agree, and do not.
SELECT verdict, count(*) AS checks FROM mart.arithmetic_check GROUP BY verdict
