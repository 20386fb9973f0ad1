-- Where each file of the inbox went.
SELECT * FROM ops.file ORDER BY path;
