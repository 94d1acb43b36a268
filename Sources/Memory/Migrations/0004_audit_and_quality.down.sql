DROP TRIGGER judge_quality ON dormouse.memory;
DROP FUNCTION dormouse.judge_quality();
ALTER TABLE dormouse.memory DROP COLUMN quality;
DROP TRIGGER audit_erasure ON dormouse.erasure;
DROP FUNCTION dormouse.audit_erasure();
DROP TABLE dormouse.audit;
DROP FUNCTION dormouse.keep_audit();
