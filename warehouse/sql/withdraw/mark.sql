-- What stays of a withdrawn report: its hash and the reason, and that a file of it still lies in the inbox.
INSERT INTO ops.withdrawal
SELECT * FROM withdrawn w
WHERE NOT EXISTS (SELECT 1 FROM ops.withdrawal o WHERE o.report_id = w.report_id AND o.sha256 = w.sha256);

DELETE FROM ops.file WHERE NOT present AND sha256 IN (SELECT sha256 FROM withdrawn);

UPDATE ops.file SET status = 'quarantined', reason = 'withdrawn', report_id = NULL
WHERE sha256 IN (SELECT sha256 FROM withdrawn) AND status <> 'unpacked';

INSERT INTO ops.quarantine BY NAME
SELECT
    substr(sha256('withdrawn|' || f.path || '|' || f.sha256), 1, 16) AS quarantine_id, f.run_id, 'file' AS kind, f.path,
    f.sha256, 'withdrawn' AS rule, '报告已撤回（' || w.reason || '），不再读取；请从收件目录移走此文件' AS reason, 'open' AS status
FROM ops.file f
JOIN (SELECT sha256, min(reason) AS reason FROM withdrawn GROUP BY sha256) w USING (sha256)
WHERE f.reason = 'withdrawn';
