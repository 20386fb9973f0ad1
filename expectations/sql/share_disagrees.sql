-- The share of contradictions among the figures that could be reckoned.
SELECT avg(CAST(verdict = 'disagrees' AS INTEGER)) FROM mart.arithmetic_check WHERE verdict IN ('agrees', 'disagrees')
