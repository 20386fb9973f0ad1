-- All digests as one: how many, of how many rows, and the sum of what they say (in halves, since the sum of many 128-bit
-- numbers would not fit).
WITH told AS (
    SELECT "rows", md5_number(concat_ws(chr(31), scope, part, "rows", digest)) AS said FROM ops.digest
)
SELECT
    count(*), sum("rows"), sum(CAST(said >> 64 AS UBIGINT)), sum(CAST(said & 18446744073709551615::UHUGEINT AS UBIGINT))
FROM told;
