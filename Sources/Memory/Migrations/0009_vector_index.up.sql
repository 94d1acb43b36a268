-- An approximate index (HNSW, cosine) of the vectors of one large namespace, for whoever wants it:
-- it speeds up the single questions of short-lived processes, and slows down remembering there. One
-- over all namespaces would lose what belongs to a small one, as pgvector filters what the index
-- has found; an index of one namespace has nothing to filter.
--
-- Gives the statements, one for each model, for a person to read and run; CONCURRENTLY, so that
-- nobody waits meanwhile. In psql:
--
--     SELECT dormouse.vector_index('journal') \gexec
CREATE FUNCTION dormouse.vector_index_name(of_namespace text, of_model text) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT 'embedding_near_' || left(md5(of_namespace || '/' || of_model), 16)
$$;

CREATE FUNCTION dormouse.vector_index(of_namespace text) RETURNS SETOF text
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
    place name;
    kept record;
BEGIN
    SELECT n.nspname INTO place
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE a.attrelid = 'dormouse.embedding'::regclass AND a.attname = 'vector' AND t.typname = 'vector';
    IF place IS NULL THEN
        RAISE EXCEPTION 'vectors are kept as real[] here, which no index can compare'
            USING ERRCODE = 'feature_not_supported',
                HINT = 'create the extension vector before the first memory is told';
    END IF;
    FOR kept IN EXECUTE format(
        'SELECT model, %1$I.vector_dims(vector) AS dimensions
        FROM dormouse.embedding WHERE namespace = $1 GROUP BY 1, 2 ORDER BY 1, 2', place)
    USING of_namespace LOOP
        RETURN NEXT format(
            'CREATE INDEX CONCURRENTLY IF NOT EXISTS %1$I ON dormouse.embedding '
            'USING hnsw ((vector::%2$I.vector(%3$s)) %2$I.vector_cosine_ops) '
            'WHERE namespace = %4$L AND model = %5$L',
            dormouse.vector_index_name(of_namespace, kept.model), place, kept.dimensions,
            of_namespace, kept.model);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION dormouse.vector_index(text) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'dormouse_owner') THEN
        GRANT EXECUTE ON FUNCTION dormouse.vector_index(text) TO dormouse_owner;
    END IF;
END
$$;
