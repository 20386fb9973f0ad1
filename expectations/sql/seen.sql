-- The reports whose rows need not be looked at: the version published before has them as they are now, told by their digests,
-- and it was checked by the same rules ($rules) and has the same catalogues.
CREATE OR REPLACE TEMP TABLE seen AS
WITH last_run AS (
    SELECT observed FROM previous.ops.expectation_result WHERE rule = 'build.rules' ORDER BY run_id DESC LIMIT 1
),
catalogue AS (
    SELECT scope, digest FROM ops.digest WHERE scope IN (SELECT unnest($catalogues))
    UNION ALL
    SELECT scope, digest FROM previous.ops.digest WHERE scope IN (SELECT unnest($catalogues))
),
same AS (
    SELECT coalesce((SELECT observed FROM last_run) = $rules, false) AND NOT EXISTS (
        SELECT scope FROM catalogue GROUP BY scope HAVING count(*) <> 2 OR min(digest) <> max(digest)
    ) AS same
)
SELECT d.part AS report_id
FROM ops.digest d
JOIN previous.ops.digest p ON p.scope = 'report' AND p.part = d.part AND p.digest = d.digest
WHERE d.scope = 'report' AND (SELECT same FROM same);
