-- What was told: memories, their vectors, the recalls that returned them, and what was erased.
--
-- `arrival` is the transaction that wrote a row. Together with a snapshot it tells exactly what is
-- new to whoever has read before: also what was committed late, or carries an early time.
CREATE SCHEMA IF NOT EXISTS dormouse;

-- An id begins with the time of the event (UUIDv7), so a range of ids is a range of time: what is
-- old can move to a partition of its own and keeps its primary key (0006).
CREATE TABLE dormouse.memory (
    id uuid PRIMARY KEY,
    namespace text NOT NULL
        CONSTRAINT memory_namespace_has_1_to_128_bytes
        CHECK (octet_length(namespace) BETWEEN 1 AND 128),
    content text NOT NULL
        CONSTRAINT memory_content_has_1_to_16_mebibytes
        CHECK (octet_length(content) BETWEEN 1 AND 16777216),
    content_hash text NOT NULL
        CONSTRAINT memory_content_hash_is_sha256 CHECK (length(content_hash) = 64),
    role text,
    speaker text,
    session_id text,
    context text,
    tags text[] NOT NULL DEFAULT '{}'
        CONSTRAINT memory_has_at_most_64_tags CHECK (cardinality(tags) <= 64),
    -- json, not jsonb: what was told comes back letter for letter.
    metadata json,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    parent_id uuid,
    chunk_index integer,
    time_source text NOT NULL
        CONSTRAINT memory_time_source_is_known
        CHECK (time_source IN ('stated', 'inferred', 'unknown')),
    arrival xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- A tsvector holds at most a mebibyte; the end of a longer memory is found by meaning.
    words tsvector NOT NULL
        GENERATED ALWAYS AS (to_tsvector('pg_catalog.english', left(content, 100000))) STORED
) PARTITION BY RANGE (id);

CREATE TABLE dormouse.memory_current PARTITION OF dormouse.memory DEFAULT;

-- Export, loading for recall, counts.
CREATE INDEX memory_by_time ON dormouse.memory (namespace, occurred_at, recorded_at, id);
-- Neighbours in a session.
CREATE INDEX memory_by_session
    ON dormouse.memory (namespace, session_id, occurred_at, recorded_at, id)
    WHERE session_id IS NOT NULL;
-- What is new since a snapshot.
CREATE INDEX memory_by_arrival ON dormouse.memory (arrival);
-- Is this an echo of what was recalled?
CREATE INDEX memory_by_content ON dormouse.memory (namespace, content_hash);
-- Parts of a memory that is erased.
CREATE INDEX memory_by_parent ON dormouse.memory (parent_id) WHERE parent_id IS NOT NULL;
-- Candidates by their words.
CREATE INDEX memory_by_words ON dormouse.memory USING gin (words);

-- pgvector's type where it can be had, else an array; either takes vectors of any length, so
-- several models live side by side.
DO $$
DECLARE
    vector_type text := 'real[]';
BEGIN
    IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') THEN
        BEGIN
            CREATE EXTENSION IF NOT EXISTS vector;
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE NOTICE 'the extension vector is there, but this role may not create it: '
                'vectors are kept as real[]';
        END;
        SELECT format('%I.vector', nspname) INTO vector_type
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname = 'vector';
        vector_type := coalesce(vector_type, 'real[]');
    END IF;
    EXECUTE format(
        'CREATE TABLE dormouse.embedding (
            memory_id uuid NOT NULL REFERENCES dormouse.memory ON DELETE CASCADE,
            namespace text NOT NULL,
            model text NOT NULL CONSTRAINT embedding_model_has_a_name CHECK (model <> ''''),
            vector %s NOT NULL,
            arrival xid8 NOT NULL DEFAULT pg_current_xact_id(),
            PRIMARY KEY (memory_id, model)
        )', vector_type);
END
$$;

-- Vectors of a namespace by one model: loading for recall, and exact search.
CREATE INDEX embedding_by_namespace ON dormouse.embedding (namespace, model);
CREATE INDEX embedding_by_arrival ON dormouse.embedding (arrival);

CREATE TABLE dormouse.access (
    recall_id uuid NOT NULL,
    namespace text NOT NULL,
    memory_id uuid NOT NULL REFERENCES dormouse.memory ON DELETE CASCADE,
    rank integer NOT NULL,
    accessed_at timestamptz NOT NULL,
    arrival xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (recall_id, memory_id)
);
CREATE INDEX access_by_memory ON dormouse.access (memory_id, accessed_at);
CREATE INDEX access_by_arrival ON dormouse.access (arrival);

-- One row an erased memory: its id and a digest, never what it said.
CREATE TABLE dormouse.erasure (
    receipt_id uuid PRIMARY KEY,
    namespace text NOT NULL,
    memory_id uuid NOT NULL,
    erased_at timestamptz NOT NULL,
    digest text NOT NULL CONSTRAINT erasure_digest_is_sha256 CHECK (length(digest) = 64),
    arrival xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX erasure_by_arrival ON dormouse.erasure (arrival);

COMMENT ON SCHEMA dormouse IS 'Memories of agents, and what sleep made of them (Dormouse)';
COMMENT ON TABLE dormouse.memory IS 'One immutable row a memory, as it was told';
COMMENT ON COLUMN dormouse.memory.arrival IS 'The transaction that wrote the row';
COMMENT ON TABLE dormouse.embedding IS 'A vector of a memory by a model, L2-normalised';
COMMENT ON TABLE dormouse.access IS 'A recall that returned a memory, with its rank and time';
COMMENT ON TABLE dormouse.erasure IS 'What was erased, by id and digest';
