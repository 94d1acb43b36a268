-- Three roles, and row-level security: whoever is a member of dormouse_reader or dormouse_writer
-- sees the namespaces that were granted to one of their roles, and no others. The owner of the
-- tables, and members of dormouse_owner, see all. `SET LOCAL dormouse.namespace = 'x'` narrows a
-- transaction to one namespace; it never widens it.
--
--     CREATE ROLE ada LOGIN PASSWORD '…' IN ROLE dormouse_reader;
--     SELECT dormouse.grant_namespace('ada', 'journal');
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['dormouse_reader', 'dormouse_writer', 'dormouse_owner'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION
                WHEN insufficient_privilege THEN
                    RAISE NOTICE 'the role % is not there and this role may not create it', wanted;
                WHEN duplicate_object OR unique_violation THEN NULL;
            END;
        END IF;
    END LOOP;
END
$$;

CREATE TABLE dormouse.namespace_grant (
    role_name text NOT NULL,
    namespace text NOT NULL,
    PRIMARY KEY (role_name, namespace)
);

-- The namespaces of whoever asks: of the role that was set, else of who logged in.
CREATE FUNCTION dormouse.granted_namespaces() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS $$
    SELECT coalesce(array_agg(DISTINCT g.namespace), '{}')
    FROM dormouse.namespace_grant g
    JOIN pg_roles r ON r.rolname = g.role_name
    WHERE pg_has_role(
        CASE current_setting('role') WHEN 'none' THEN session_user
            ELSE current_setting('role')::name END,
        r.oid, 'MEMBER')
$$;

CREATE FUNCTION dormouse.is_owner() RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT FROM pg_roles WHERE rolname = 'dormouse_owner' AND pg_has_role(oid, 'MEMBER'))
$$;

CREATE FUNCTION dormouse.grant_namespace(to_role text, granted text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = to_role) THEN
        RAISE EXCEPTION 'there is no role %', to_role USING ERRCODE = 'undefined_object';
    END IF;
    INSERT INTO dormouse.namespace_grant VALUES (to_role, granted) ON CONFLICT DO NOTHING;
    INSERT INTO dormouse.audit (at, action, namespace, subject)
    VALUES (now(), 'grant', granted, to_role);
END
$$;

CREATE FUNCTION dormouse.revoke_namespace(from_role text, revoked text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM dormouse.namespace_grant WHERE role_name = from_role AND namespace = revoked;
    INSERT INTO dormouse.audit (at, action, namespace, subject)
    VALUES (now(), 'revoke', revoked, from_role);
END
$$;

REVOKE ALL ON FUNCTION dormouse.grant_namespace(text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION dormouse.revoke_namespace(text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION dormouse.grow_graph(integer) FROM PUBLIC;

DO $$
DECLARE
    kept text;
    told text[] := ARRAY['memory', 'embedding', 'access', 'erasure', 'audit'];
    made text[] := ARRAY['session', 'staged_memory', 'quarantine', 'episode', 'episode_memory',
        'association', 'memory_strength', 'semantic_memory', 'fact', 'entity', 'mention',
        'relation'];
    has_roles boolean := (SELECT count(*) = 3 FROM pg_roles
        WHERE rolname IN ('dormouse_reader', 'dormouse_writer', 'dormouse_owner'));
BEGIN
    FOREACH kept IN ARRAY told || made LOOP
        EXECUTE format('ALTER TABLE dormouse.%I ENABLE ROW LEVEL SECURITY', kept);
        -- In sub-selects, so that they are computed once a statement and not once a row.
        EXECUTE format(
            'CREATE POLICY within_namespace ON dormouse.%I USING (
                (namespace = ANY ((SELECT dormouse.granted_namespaces())::text[])
                    OR (SELECT dormouse.is_owner()))
                AND coalesce(nullif((SELECT current_setting(''dormouse.namespace'', true)), ''''),
                    namespace) = namespace)', kept);
        IF has_roles THEN
            EXECUTE format('GRANT SELECT ON dormouse.%I TO dormouse_reader', kept);
            EXECUTE format('GRANT SELECT, INSERT ON dormouse.%I TO dormouse_writer', kept);
            EXECUTE format('GRANT ALL ON dormouse.%I TO dormouse_owner', kept);
        END IF;
    END LOOP;
    IF has_roles THEN
        FOREACH kept IN ARRAY made LOOP
            EXECUTE format('GRANT UPDATE, DELETE ON dormouse.%I TO dormouse_writer', kept);
        END LOOP;
        GRANT USAGE ON SCHEMA dormouse TO dormouse_reader, dormouse_writer, dormouse_owner;
        GRANT SELECT ON dormouse.sleep_cycle TO dormouse_reader, dormouse_writer;
        -- Erasing: the memory goes, and its parts lose their parent.
        GRANT DELETE, UPDATE (parent_id) ON dormouse.memory TO dormouse_writer;
        GRANT ALL ON dormouse.sleep_cycle, dormouse.namespace_grant TO dormouse_owner;
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA dormouse TO dormouse_owner;
    END IF;
END
$$;
-- A partition is a table of its own: nobody but the owner reads it past the policies of memory.
REVOKE ALL ON dormouse.memory_current FROM PUBLIC;
