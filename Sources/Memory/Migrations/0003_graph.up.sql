-- Who and what memories speak of: people, organisations, topics, events, and how they relate.
CREATE TABLE dormouse.entity (
    entity_id uuid PRIMARY KEY,
    namespace text NOT NULL,
    kind text NOT NULL
        CONSTRAINT entity_kind_is_known
        CHECK (kind IN ('person', 'organisation', 'topic', 'event')),
    name text NOT NULL CONSTRAINT entity_has_a_name CHECK (name <> ''),
    UNIQUE (namespace, kind, name)
);

CREATE TABLE dormouse.mention (
    entity_id uuid NOT NULL REFERENCES dormouse.entity ON DELETE CASCADE,
    memory_id uuid NOT NULL REFERENCES dormouse.memory ON DELETE CASCADE,
    namespace text NOT NULL,
    PRIMARY KEY (entity_id, memory_id)
);
CREATE INDEX mention_by_memory ON dormouse.mention (memory_id);

-- A relation stands on memories: with the last of them it is gone.
CREATE TABLE dormouse.relation (
    source_id uuid NOT NULL REFERENCES dormouse.entity ON DELETE CASCADE,
    kind text NOT NULL,
    target_id uuid NOT NULL REFERENCES dormouse.entity ON DELETE CASCADE,
    memory_id uuid NOT NULL REFERENCES dormouse.memory ON DELETE CASCADE,
    namespace text NOT NULL,
    PRIMARY KEY (source_id, kind, target_id, memory_id),
    CONSTRAINT relation_links_two CHECK (source_id <> target_id)
);
CREATE INDEX relation_by_target ON dormouse.relation (target_id);
CREATE INDEX relation_by_memory ON dormouse.relation (memory_id);

-- An id that is the same wherever the graph is made anew.
CREATE FUNCTION dormouse.entity_id(namespace text, kind text, name text) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN md5(length(namespace) || ':' || namespace || kind || ':' || name)::uuid;

-- Takes into the graph what the cycles after `after_cycle` made.
CREATE FUNCTION dormouse.grow_graph(after_cycle integer) RETURNS bigint LANGUAGE plpgsql
    SET search_path = pg_catalog AS $$
DECLARE
    grown bigint;
BEGIN
    CREATE TEMPORARY TABLE grown_mention ON COMMIT DROP AS
    SELECT DISTINCT namespace, kind, name, memory_id FROM (
        SELECT namespace, 'person' AS kind, unnest(people) AS name, memory_id
        FROM dormouse.staged_memory WHERE cycle > after_cycle
        UNION ALL
        SELECT s.namespace, 'topic', s.concept, unnest(s.sources)
        FROM dormouse.semantic_memory s
        WHERE s.cycle > after_cycle AND s.category NOT IN ('person', 'event')
        UNION ALL
        SELECT s.namespace, 'event', s.concept, unnest(s.sources)
        FROM dormouse.semantic_memory s
        WHERE s.cycle > after_cycle AND s.category = 'event'
        UNION ALL
        SELECT namespace, 'organisation', value, memory_id
        FROM dormouse.fact
        WHERE cycle > after_cycle AND predicate = 'works_at'
        UNION ALL
        SELECT namespace, 'person', subject, memory_id
        FROM dormouse.fact
        WHERE cycle > after_cycle AND predicate = 'works_at'
    ) found
    WHERE name <> '' AND EXISTS (SELECT FROM dormouse.memory m WHERE m.id = found.memory_id);

    INSERT INTO dormouse.entity
    SELECT DISTINCT dormouse.entity_id(namespace, kind, name), namespace, kind, name
    FROM pg_temp.grown_mention ORDER BY 1
    ON CONFLICT DO NOTHING;

    INSERT INTO dormouse.mention
    SELECT DISTINCT dormouse.entity_id(namespace, kind, name), memory_id, namespace
    FROM pg_temp.grown_mention ORDER BY 1, 2
    ON CONFLICT DO NOTHING;

    -- Spoken of in one memory: a person with a person, a person with a topic.
    INSERT INTO dormouse.relation
    SELECT DISTINCT dormouse.entity_id(a.namespace, a.kind, a.name),
        CASE WHEN b.kind = 'person' THEN 'with'
            WHEN b.kind = 'organisation' THEN 'works_at' ELSE 'about' END,
        dormouse.entity_id(b.namespace, b.kind, b.name), a.memory_id, a.namespace
    FROM pg_temp.grown_mention a
    JOIN pg_temp.grown_mention b ON b.memory_id = a.memory_id AND b.namespace = a.namespace
    WHERE a.kind = 'person' AND (b.kind <> 'person' OR a.name < b.name)
    ORDER BY 1, 2, 3, 4
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS grown = ROW_COUNT;
    DROP TABLE pg_temp.grown_mention;
    RETURN grown;
END
$$;

-- Entities within `hops` relations of one, nearest first. An AGE graph gives the same (0007).
CREATE FUNCTION dormouse.related(of_namespace text, of_name text, hops integer)
    RETURNS TABLE (kind text, name text, distance integer)
    LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    WITH RECURSIVE reached (entity_id, distance) AS (
        SELECT e.entity_id, 0 FROM dormouse.entity e
        WHERE e.namespace = of_namespace AND e.name = of_name
        UNION
        SELECT CASE WHEN r.source_id = reached.entity_id THEN r.target_id ELSE r.source_id END,
            reached.distance + 1
        FROM reached JOIN dormouse.relation r
            ON reached.entity_id IN (r.source_id, r.target_id)
        WHERE reached.distance < hops
    )
    SELECT e.kind, e.name, min(reached.distance)
    FROM reached JOIN dormouse.entity e USING (entity_id)
    WHERE e.namespace = of_namespace
    GROUP BY e.kind, e.name
    ORDER BY 3, 1, 2
$$;

-- An entity nobody mentions any more is gone.
CREATE FUNCTION dormouse.drop_unmentioned() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM dormouse.entity e
    WHERE e.entity_id = OLD.entity_id
        AND NOT EXISTS (SELECT FROM dormouse.mention m WHERE m.entity_id = OLD.entity_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER drop_unmentioned AFTER DELETE ON dormouse.mention
    FOR EACH ROW EXECUTE FUNCTION dormouse.drop_unmentioned();

COMMENT ON TABLE dormouse.entity IS 'People, organisations, topics and events';
COMMENT ON TABLE dormouse.relation IS 'How entities relate, and the memories that say so';
