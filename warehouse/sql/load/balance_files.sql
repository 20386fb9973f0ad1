-- Where the files of this load went; an archive is told by its members. The ledger has them, or they went nowhere.
SELECT
    count(*) FILTER (f.status = 'loaded'), count(*) FILTER (f.status = 'copy'), count(*) FILTER (f.status = 'quarantined')
FROM ops.file f
WHERE f.path IN (SELECT path FROM seen);
