-- Put corrected reports (`report_changed`) in the place of what was extracted, which is kept; of stored and of incoming ones.
INSERT INTO core.report_original BY NAME
SELECT * EXCLUDE (rank, settled, taken) FROM incoming WHERE taken AND report_id IN (SELECT report_id FROM report_changed);

INSERT INTO core.report_original BY NAME
SELECT * FROM core.report
WHERE report_id IN (SELECT report_id FROM report_changed) AND report_id NOT IN (SELECT report_id FROM core.report_original);

UPDATE core.report r
SET series_id = c.series_id, title = c.title, issuer = c.issuer, issuer_id = c.issuer_id, issuer_type = c.issuer_type,
    department = c.department, region_code = c.region_code, region_candidates = c.region_candidates,
    report_year = c.report_year, signed_on = c.signed_on, published_on = c.published_on
FROM report_changed c
WHERE c.report_id = r.report_id;

UPDATE incoming r
SET series_id = c.series_id, title = c.title, issuer = c.issuer, issuer_id = c.issuer_id, issuer_type = c.issuer_type,
    department = c.department, region_code = c.region_code, region_candidates = c.region_candidates,
    report_year = c.report_year, signed_on = c.signed_on, published_on = c.published_on
FROM report_changed c
WHERE c.report_id = r.report_id;

-- Stored reports that are in another series than before: they are judged like new ones.
CREATE OR REPLACE TEMP TABLE moved AS
SELECT r.report_id
FROM core.report r
LEFT JOIN series_before b ON b.report_id = r.report_id
LEFT JOIN core.report_original o ON o.report_id = r.report_id
WHERE r.series_id <> coalesce(b.series_id, o.series_id, r.series_id);
