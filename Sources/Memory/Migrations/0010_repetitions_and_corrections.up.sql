-- What a memory says about others: that it only says one again, or corrects one; where it was told,
-- where that is a part of what it is; and which call told it. What is said of memories later, by
-- tags and pins, has tables of its own: memories are never edited.
ALTER TABLE dormouse.memory
    ADD COLUMN repeats uuid,
    ADD COLUMN supersedes uuid,
    ADD COLUMN source_file text,
    ADD COLUMN telling uuid;

-- What only says a memory again, to be counted and to be erased with it.
CREATE INDEX memory_by_repeated ON dormouse.memory (repeats) WHERE repeats IS NOT NULL;
-- What corrects a memory.
CREATE INDEX memory_by_superseded ON dormouse.memory (supersedes) WHERE supersedes IS NOT NULL;
-- Is this a file that was told before?
CREATE INDEX memory_by_source_file ON dormouse.memory (namespace, source_file)
    WHERE source_file IS NOT NULL;

CREATE TABLE dormouse.tag (
    memory_id uuid NOT NULL REFERENCES dormouse.memory ON DELETE CASCADE,
    namespace text NOT NULL,
    name text NOT NULL
        CONSTRAINT tag_name_has_1_to_1024_bytes CHECK (octet_length(name) BETWEEN 1 AND 1024),
    tagged_at timestamptz NOT NULL,
    PRIMARY KEY (memory_id, name)
);
CREATE INDEX tag_by_name ON dormouse.tag (namespace, name);

-- What was said last counts, also against `pinned` in a memory's metadata.
CREATE TABLE dormouse.pin (
    memory_id uuid PRIMARY KEY REFERENCES dormouse.memory ON DELETE CASCADE,
    namespace text NOT NULL,
    is_pinned boolean NOT NULL,
    pinned_at timestamptz NOT NULL
);
CREATE INDEX pin_by_namespace ON dormouse.pin (namespace);

-- The last call that told a memory that was kept already: undoing the first leaves it.
CREATE TABLE dormouse.retelling (
    memory_id uuid PRIMARY KEY REFERENCES dormouse.memory ON DELETE CASCADE,
    namespace text NOT NULL,
    telling uuid NOT NULL
);

-- Why: NULL where it was asked for, 'undo' where it was taken back.
ALTER TABLE dormouse.erasure ADD COLUMN reason text;
CREATE INDEX erasure_by_memory ON dormouse.erasure (memory_id);

DO $$
DECLARE
    kept text;
    has_roles boolean := (SELECT count(*) = 3 FROM pg_roles
        WHERE rolname IN ('dormouse_reader', 'dormouse_writer', 'dormouse_owner'));
BEGIN
    FOREACH kept IN ARRAY ARRAY['tag', 'pin', 'retelling'] LOOP
        EXECUTE format('ALTER TABLE dormouse.%I ENABLE ROW LEVEL SECURITY', kept);
        EXECUTE format(
            'CREATE POLICY within_namespace ON dormouse.%I USING (
                (namespace = ANY ((SELECT dormouse.granted_namespaces())::text[])
                    OR (SELECT dormouse.is_owner()))
                AND coalesce(nullif((SELECT current_setting(''dormouse.namespace'', true)), ''''),
                    namespace) = namespace)', kept);
        IF has_roles THEN
            EXECUTE format('GRANT SELECT ON dormouse.%I TO dormouse_reader', kept);
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON dormouse.%I TO dormouse_writer',
                kept);
            EXECUTE format('GRANT ALL ON dormouse.%I TO dormouse_owner', kept);
        END IF;
    END LOOP;
    IF has_roles THEN
        -- Erasing and undoing: what names a memory loses its name.
        GRANT UPDATE (supersedes, repeats) ON dormouse.memory TO dormouse_writer;
    END IF;
END
$$;

COMMENT ON COLUMN dormouse.memory.repeats IS 'The memory that it only says again';
COMMENT ON COLUMN dormouse.memory.supersedes IS 'The memory that it corrects';
COMMENT ON COLUMN dormouse.memory.source_file IS 'The file it was told in, where no time is certain';
COMMENT ON COLUMN dormouse.memory.telling IS 'The call that told it, by time (UUIDv7)';
COMMENT ON TABLE dormouse.tag IS 'Tags given later';
COMMENT ON TABLE dormouse.pin IS 'Memories that do not fade';
COMMENT ON TABLE dormouse.retelling IS 'The last call that told a memory again';

-- As before (0006), with the columns that are new.
CREATE OR REPLACE FUNCTION dormouse.archive(before timestamptz) RETURNS bigint LANGUAGE plpgsql
    SET search_path = pg_catalog AS $$
DECLARE
    -- The least UUIDv7 of that millisecond.
    bound uuid := (lpad(to_hex(floor(extract(epoch FROM before) * 1000)::bigint), 12, '0')
        || '70008000000000000000')::uuid;
    lower_bound uuid;
    -- The greatest end of the archives there are.
    archive_name text := 'memory_before_' || to_char(before AT TIME ZONE 'UTC', 'YYYYMMDD');
    key record;
    moved bigint;
BEGIN
    LOCK TABLE dormouse.memory IN ACCESS EXCLUSIVE MODE;
    SELECT max(substring(pg_get_expr(c.relpartbound, c.oid) FROM $re$TO \('([0-9a-f-]+)'\)$re$)::uuid::text)::uuid
    INTO lower_bound
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'dormouse.memory'::regclass
        AND pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT';
    IF lower_bound >= bound THEN RETURN 0; END IF;

    -- Deleting from the current partition must not take along what refers to the memories, so the
    -- references are let go of and checked again when all are in their new place.
    CREATE TEMPORARY TABLE let_go ON COMMIT DROP AS
    SELECT conrelid::regclass::text AS table_name, conname AS name, pg_get_constraintdef(oid) AS body
    FROM pg_constraint
    WHERE confrelid = 'dormouse.memory'::regclass AND contype = 'f' AND conparentid = 0;
    FOR key IN SELECT * FROM pg_temp.let_go LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', key.table_name, key.name);
    END LOOP;
    ALTER TABLE dormouse.memory DISABLE TRIGGER USER;

    EXECUTE format(
        'CREATE TABLE dormouse.%I (LIKE dormouse.memory INCLUDING DEFAULTS INCLUDING GENERATED '
        'INCLUDING CONSTRAINTS INCLUDING STORAGE)', archive_name);
    EXECUTE format(
        'WITH old AS (DELETE FROM dormouse.memory_current WHERE id < $1 RETURNING
            id, namespace, content, content_hash, role, speaker, session_id, context, tags,
            metadata, occurred_at, recorded_at, parent_id, chunk_index, time_source, arrival,
            quality, repeats, supersedes, source_file, telling)
        INSERT INTO dormouse.%I (id, namespace, content, content_hash, role, speaker, session_id,
            context, tags, metadata, occurred_at, recorded_at, parent_id, chunk_index,
            time_source, arrival, quality, repeats, supersedes, source_file, telling)
        SELECT * FROM old', archive_name)
    USING bound;
    GET DIAGNOSTICS moved = ROW_COUNT;
    EXECUTE format(
        'ALTER TABLE dormouse.memory ATTACH PARTITION dormouse.%I FOR VALUES FROM (%s) TO (%L)',
        archive_name, coalesce(quote_literal(lower_bound), 'MINVALUE'), bound);
    EXECUTE format('REVOKE ALL ON dormouse.%I FROM PUBLIC', archive_name);

    ALTER TABLE dormouse.memory ENABLE TRIGGER USER;
    FOR key IN SELECT * FROM pg_temp.let_go LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', key.table_name, key.name, key.body);
    END LOOP;
    DROP TABLE pg_temp.let_go;
    INSERT INTO dormouse.audit (at, action, subject, details)
    VALUES (now(), 'archive', archive_name, jsonb_build_object('memories', moved));
    RETURN moved;
END
$$;
