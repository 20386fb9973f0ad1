-- Jumps, as a share of the pairs of years that were compared.
SELECT (SELECT count(*) FROM mart.jump_check) / sum(pairs) FROM mart.jump_reference WHERE enough
