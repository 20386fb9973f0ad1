-- Archives read anew in this load: files that lay in one and do so no more are gone. (A ledger row that is only
-- touched keeps its old run, and its members stay as they are.)
UPDATE ops.file m
SET present = false
FROM accepted_ops_file a
WHERE a.path = m.archive AND m.present AND a.run_id <> m.run_id AND m.path NOT IN (SELECT path FROM accepted_ops_file);
