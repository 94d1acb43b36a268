-- The roles stay: they belong to the whole server, and other databases may use them.
DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['memory', 'embedding', 'access', 'erasure', 'audit', 'session',
        'staged_memory', 'quarantine', 'episode', 'episode_memory', 'association',
        'memory_strength', 'semantic_memory', 'fact', 'entity', 'mention', 'relation',
        'sleep_cycle', 'namespace_grant'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS within_namespace ON dormouse.%I', kept);
        EXECUTE format('ALTER TABLE dormouse.%I DISABLE ROW LEVEL SECURITY', kept);
    END LOOP;
    FOR kept IN SELECT rolname FROM pg_roles
        WHERE rolname IN ('dormouse_reader', 'dormouse_writer', 'dormouse_owner') LOOP
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA dormouse FROM %I', kept);
        EXECUTE format('REVOKE UPDATE (parent_id) ON dormouse.memory FROM %I', kept);
        EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA dormouse FROM %I', kept);
        EXECUTE format('REVOKE ALL ON SCHEMA dormouse FROM %I', kept);
    END LOOP;
END
$$;
DROP FUNCTION dormouse.revoke_namespace(text, text);
DROP FUNCTION dormouse.grant_namespace(text, text);
DROP FUNCTION dormouse.is_owner();
DROP FUNCTION dormouse.granted_namespaces();
DROP TABLE dormouse.namespace_grant;
