-- One part of the bands ($part of $parts), but for what everybody writes: linear in the paragraphs, since each is held
-- against the first that has the band and against its own issuer's last year, never against all.
CREATE OR REPLACE TEMP TABLE member AS
SELECT b.band, b.report_id, b.position, k.issuer_id, k.report_year, k.district
FROM band b
JOIN known k ON k.report_id = b.report_id
WHERE b.band % $parts IN ($part, $part - $parts)
    AND b.band IN (SELECT band FROM band SEMI JOIN affected USING (report_id, position) ANTI JOIN ops.common_band USING (band));

CREATE OR REPLACE TEMP TABLE bucket AS
WITH first AS (
    SELECT
        band, count(DISTINCT district) > $common AS common,
        min(struct_pack(y := report_year, r := report_id, p := position, i := issuer_id)) AS first
    FROM member
    GROUP BY band
    HAVING count(*) > 1
)
SELECT f.band, f.common, f.first, min(struct_pack(y := m.report_year, r := m.report_id, p := m.position)) FILTER (m.issuer_id <> f.first.i) AS second
FROM first f
JOIN member m ON m.band = f.band
GROUP BY f.band, f.common, f.first;

INSERT INTO ops.common_band SELECT band FROM bucket WHERE common;

-- by another issuer: the first to write it, and where that is the issuer itself nothing was copied, unless both wrote it in one year
INSERT INTO candidate
SELECT m.report_id, m.position, 'other_issuer', b.first.r, b.first.p
FROM member m
SEMI JOIN affected a ON a.report_id = m.report_id AND a.position = m.position
JOIN bucket b ON b.band = m.band AND NOT b.common AND b.first.i <> m.issuer_id
UNION
SELECT m.report_id, m.position, 'other_issuer', b.second.r, b.second.p
FROM member m
SEMI JOIN affected a ON a.report_id = m.report_id AND a.position = m.position
JOIN bucket b ON b.band = m.band AND NOT b.common AND b.first.i = m.issuer_id AND b.first.y = m.report_year AND b.second.y = m.report_year;

INSERT INTO candidate
SELECT DISTINCT m.report_id, m.position, 'last_year', o.report_id, o.position
FROM member m
SEMI JOIN affected a ON a.report_id = m.report_id AND a.position = m.position
JOIN bucket b ON b.band = m.band AND NOT b.common
JOIN member o ON o.band = m.band AND o.issuer_id = m.issuer_id AND o.report_year = m.report_year - 1;
