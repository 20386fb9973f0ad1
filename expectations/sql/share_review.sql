-- The share of measures that want review.
SELECT avg(CAST(needs_review AS INTEGER)) FROM core.measure
