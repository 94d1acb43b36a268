-- Nothing told goes: what only says a memory again becomes a memory like others.
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
            quality)
        INSERT INTO dormouse.%I (id, namespace, content, content_hash, role, speaker, session_id,
            context, tags, metadata, occurred_at, recorded_at, parent_id, chunk_index,
            time_source, arrival, quality)
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
DROP TABLE dormouse.retelling, dormouse.pin, dormouse.tag;
DROP INDEX dormouse.erasure_by_memory;
ALTER TABLE dormouse.erasure DROP COLUMN reason;
ALTER TABLE dormouse.memory
    DROP COLUMN repeats,
    DROP COLUMN supersedes,
    DROP COLUMN source_file,
    DROP COLUMN telling;
