-- The graph once more for openCypher: the AGE graph `dormouse_graph`, where the extension age is in
-- the database. The tables stay what is true: the mirror follows them by triggers, in the same
-- transaction. Where age comes later, or to make the mirror anew:
--
--     CREATE EXTENSION age;
--     SELECT dormouse.mirror_graph();
--
-- AGE knows no row-level security: the mirror is for the owner alone. Everybody else, and every
-- database without AGE, asks dormouse.related().
ALTER TABLE dormouse.entity ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
COMMENT ON COLUMN dormouse.entity.number IS 'Its number within its label of the AGE graph';

-- Adds vertices for entities.
CREATE FUNCTION dormouse.mirror_entities(of_ids uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ag_catalog AS $$
DECLARE
    label text;
BEGIN
    FOREACH label IN ARRAY ARRAY['person', 'organisation', 'topic', 'event'] LOOP
        EXECUTE format(
            'INSERT INTO dormouse_graph.%1$I (id, properties)
            SELECT _graphid(_label_id(''dormouse_graph'', %1$L), e.number),
                agtype_build_map(''entity_id'', e.entity_id::text, ''namespace'', e.namespace,
                    ''name'', e.name)
            FROM dormouse.entity e WHERE e.kind = %1$L AND e.entity_id = ANY ($1)
            ORDER BY e.number', label) USING of_ids;
    END LOOP;
END
$$;

-- Makes the edges that begin at some entities anew: one for each pair and kind, with the number of
-- memories that say so.
CREATE FUNCTION dormouse.mirror_relations(of_ids uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ag_catalog AS $$
DECLARE
    label text;
BEGIN
    DELETE FROM dormouse_graph._ag_label_edge g
    USING dormouse.entity e
    WHERE e.entity_id = ANY (of_ids)
        AND g.start_id = _graphid(_label_id('dormouse_graph', e.kind::name), e.number);
    FOREACH label IN ARRAY ARRAY['with', 'works_at', 'about'] LOOP
        EXECUTE format(
            'INSERT INTO dormouse_graph.%1$I (start_id, end_id, properties)
            SELECT _graphid(_label_id(''dormouse_graph'', s.kind::name), s.number),
                _graphid(_label_id(''dormouse_graph'', t.kind::name), t.number),
                agtype_build_map(''namespace'', r.namespace, ''memories'', count(*))
            FROM dormouse.relation r
            JOIN dormouse.entity s ON s.entity_id = r.source_id
            JOIN dormouse.entity t ON t.entity_id = r.target_id
            WHERE r.kind = %1$L AND r.source_id = ANY ($1)
            GROUP BY s.kind, s.number, t.kind, t.number, r.namespace
            ORDER BY s.number, t.number', label) USING of_ids;
    END LOOP;
END
$$;

CREATE FUNCTION dormouse.mirror_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, ag_catalog AS $$
BEGIN
    IF TG_TABLE_NAME = 'relation' THEN
        PERFORM dormouse.mirror_relations(ARRAY(SELECT DISTINCT source_id FROM changed));
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM dormouse.mirror_entities(ARRAY(SELECT entity_id FROM changed));
    ELSE
        DELETE FROM dormouse_graph._ag_label_edge g
        USING changed c
        WHERE _graphid(_label_id('dormouse_graph', c.kind::name), c.number)
            IN (g.start_id, g.end_id);
        DELETE FROM dormouse_graph._ag_label_vertex g
        USING changed c
        WHERE g.id = _graphid(_label_id('dormouse_graph', c.kind::name), c.number);
    END IF;
    RETURN NULL;
END
$$;

-- Ends the mirror; the tables stay.
CREATE FUNCTION dormouse.drop_graph_mirror() RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, ag_catalog SET client_min_messages = warning AS $$
BEGIN
    DROP TRIGGER IF EXISTS mirror_added ON dormouse.entity;
    DROP TRIGGER IF EXISTS mirror_removed ON dormouse.entity;
    DROP TRIGGER IF EXISTS mirror_added ON dormouse.relation;
    DROP TRIGGER IF EXISTS mirror_removed ON dormouse.relation;
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'age') THEN
        IF EXISTS (SELECT FROM ag_graph WHERE name = 'dormouse_graph') THEN
            PERFORM drop_graph('dormouse_graph', true);
        END IF;
    END IF;
END
$$;

-- Makes the mirror, anew where there is one; false where AGE is not in the database.
CREATE FUNCTION dormouse.mirror_graph() RETURNS boolean
    LANGUAGE plpgsql SET search_path = pg_catalog, ag_catalog SET client_min_messages = warning AS $$
DECLARE
    label text;
    kept text;
BEGIN
    PERFORM dormouse.drop_graph_mirror();
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'age') THEN RETURN false; END IF;
    PERFORM create_graph('dormouse_graph');
    FOREACH label IN ARRAY ARRAY['person', 'organisation', 'topic', 'event'] LOOP
        EXECUTE format('SELECT create_vlabel(''dormouse_graph'', %L)', label);
    END LOOP;
    FOREACH label IN ARRAY ARRAY['with', 'works_at', 'about'] LOOP
        EXECUTE format('SELECT create_elabel(''dormouse_graph'', %L)', label);
    END LOOP;
    PERFORM dormouse.mirror_entities(ARRAY(SELECT entity_id FROM dormouse.entity));
    PERFORM dormouse.mirror_relations(ARRAY(SELECT DISTINCT source_id FROM dormouse.relation));
    FOREACH kept IN ARRAY ARRAY['entity', 'relation'] LOOP
        EXECUTE format(
            'CREATE TRIGGER mirror_added AFTER INSERT ON dormouse.%I
            REFERENCING NEW TABLE AS changed
            FOR EACH STATEMENT EXECUTE FUNCTION dormouse.mirror_change()', kept);
        EXECUTE format(
            'CREATE TRIGGER mirror_removed AFTER DELETE ON dormouse.%I
            REFERENCING OLD TABLE AS changed
            FOR EACH STATEMENT EXECUTE FUNCTION dormouse.mirror_change()', kept);
    END LOOP;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'dormouse_owner') THEN
        GRANT USAGE ON SCHEMA dormouse_graph, ag_catalog TO dormouse_owner;
        GRANT SELECT ON ALL TABLES IN SCHEMA dormouse_graph TO dormouse_owner;
    END IF;
    RETURN true;
END
$$;

REVOKE ALL ON FUNCTION dormouse.mirror_entities(uuid[]), dormouse.mirror_relations(uuid[]),
    dormouse.mirror_change(), dormouse.drop_graph_mirror(), dormouse.mirror_graph() FROM PUBLIC;

SELECT dormouse.mirror_graph();
