-- What each sample tells.
DELETE FROM ops.audit;

INSERT INTO ops.audit BY NAME FROM audit_given;
