-- How many pairs of figures agree, and do not.
SELECT verdict AS code, count(*) AS many FROM mart.arithmetic_check GROUP BY verdict
