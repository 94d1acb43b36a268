-- Who did what that cannot be undone, without what it was about.
CREATE TABLE dormouse.audit (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL DEFAULT session_user,
    action text NOT NULL
        CONSTRAINT audit_action_is_known CHECK (action IN ('erase', 'archive', 'grant', 'revoke')),
    namespace text,
    subject text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}'
);

CREATE FUNCTION dormouse.keep_audit() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'the audit is only added to' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE OR TRUNCATE ON dormouse.audit
    FOR EACH STATEMENT EXECUTE FUNCTION dormouse.keep_audit();

CREATE FUNCTION dormouse.audit_erasure() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO dormouse.audit (at, action, namespace, subject, details)
    VALUES (NEW.erased_at, 'erase', NEW.namespace, NEW.memory_id::text,
        jsonb_build_object('receipt', NEW.receipt_id));
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_erasure AFTER INSERT ON dormouse.erasure
    FOR EACH ROW EXECUTE FUNCTION dormouse.audit_erasure();

-- How much a memory tells beside its words, 0 to 1: a fifth each for who spoke, in which session,
-- when for certain, enough words to stand alone, and no broken characters.
ALTER TABLE dormouse.memory ADD COLUMN quality real;

CREATE FUNCTION dormouse.judge_quality() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog AS $$
BEGIN
    NEW.quality := 0.2 * (
        (coalesce(NEW.speaker, NEW.role) IS NOT NULL)::integer
        + (NEW.session_id IS NOT NULL)::integer
        + (NEW.time_source = 'stated')::integer
        + (length(NEW.content) >= 20)::integer
        + (position(U&'\FFFD' IN NEW.content) = 0)::integer);
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_quality BEFORE INSERT OR UPDATE ON dormouse.memory
    FOR EACH ROW EXECUTE FUNCTION dormouse.judge_quality();

COMMENT ON TABLE dormouse.audit IS 'Erasures, archiving and grants; only added to, never content';
COMMENT ON COLUMN dormouse.memory.quality IS 'How much a memory tells beside its words, 0 to 1';
