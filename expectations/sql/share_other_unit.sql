-- The share of measures whose unit the catalogue does not know.
SELECT avg(CAST(unit_family = 'other' AS INTEGER)) FROM core.measure WHERE unit IS NOT NULL
