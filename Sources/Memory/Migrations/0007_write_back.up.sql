-- What a cycle of sleep made arrives by COPY in tables that hold nothing for long, and is taken over
-- by one function in one transaction: in the order of keys, so that nobody waits in a circle, and
-- with the same result however often it is tried. What speaks of a memory that was erased meanwhile
-- is left behind.
DO $$
DECLARE
    made text;
BEGIN
    FOREACH made IN ARRAY ARRAY['staged_memory', 'quarantine', 'episode', 'episode_memory',
        'association', 'memory_strength', 'semantic_memory', 'fact'] LOOP
        EXECUTE format('CREATE UNLOGGED TABLE dormouse.arriving_%I (LIKE dormouse.%I)', made, made);
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'dormouse_owner') THEN
            EXECUTE format('GRANT ALL ON dormouse.arriving_%I TO dormouse_owner', made);
        END IF;
    END LOOP;
END
$$;
ALTER TABLE dormouse.arriving_association DROP COLUMN replaced_by;
ALTER TABLE dormouse.arriving_episode_memory DROP COLUMN replaced_by;
ALTER TABLE dormouse.arriving_semantic_memory DROP COLUMN replaced_by;

CREATE FUNCTION dormouse.clear_arrivals() RETURNS void LANGUAGE sql
    SET search_path = pg_catalog AS $$
    TRUNCATE dormouse.arriving_staged_memory, dormouse.arriving_quarantine,
        dormouse.arriving_episode, dormouse.arriving_episode_memory,
        dormouse.arriving_association, dormouse.arriving_memory_strength,
        dormouse.arriving_semantic_memory, dormouse.arriving_fact
$$;

CREATE FUNCTION dormouse.take_over(
    of_cycle integer, of_moment timestamptz, of_stage text, of_memories bigint,
    of_view pg_snapshot, of_decay double precision, written timestamptz
) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    -- A session that changes meanwhile is counted by whoever changes it.
    INSERT INTO dormouse.sleep_cycle
    VALUES (of_cycle, of_moment, of_stage, of_memories, of_view, of_decay, written)
    ON CONFLICT (cycle) DO NOTHING;

    DELETE FROM dormouse.arriving_staged_memory a
    WHERE NOT EXISTS (SELECT FROM dormouse.memory m WHERE m.id = a.memory_id);
    INSERT INTO dormouse.staged_memory AS s
    SELECT * FROM dormouse.arriving_staged_memory ORDER BY memory_id
    ON CONFLICT (memory_id) DO UPDATE SET
        memory_type = excluded.memory_type, concepts = excluded.concepts,
        people = excluded.people, sentiment = excluded.sentiment,
        task_type = excluded.task_type, importance = excluded.importance,
        emotional_salience = excluded.emotional_salience, score_source = excluded.score_source,
        cycle = excluded.cycle, places = excluded.places,
        value_sources = excluded.value_sources, language_model = excluded.language_model,
        fallback = excluded.fallback
    WHERE s.* IS DISTINCT FROM excluded.*;

    INSERT INTO dormouse.quarantine
    SELECT * FROM dormouse.arriving_quarantine a
    WHERE a.memory_id IS NULL OR EXISTS (SELECT FROM dormouse.memory m WHERE m.id = a.memory_id)
    ORDER BY told_id ON CONFLICT (told_id) DO NOTHING;

    DELETE FROM dormouse.arriving_episode e
    WHERE EXISTS (SELECT FROM dormouse.arriving_episode_memory a
        WHERE a.episode_id = e.episode_id AND a.cycle = e.cycle
            AND NOT EXISTS (SELECT FROM dormouse.memory m WHERE m.id = a.memory_id));
    INSERT INTO dormouse.episode SELECT * FROM dormouse.arriving_episode
    ORDER BY episode_id, cycle ON CONFLICT DO NOTHING;

    UPDATE dormouse.episode_memory e SET replaced_by = of_cycle
    FROM dormouse.arriving_episode_memory a
    WHERE a.memory_id = e.memory_id AND e.replaced_by IS NULL AND e.cycle < of_cycle;
    INSERT INTO dormouse.episode_memory
    SELECT a.* FROM dormouse.arriving_episode_memory a
    WHERE EXISTS (SELECT FROM dormouse.episode e
        WHERE e.episode_id = a.episode_id AND e.cycle = a.cycle)
    ORDER BY memory_id, cycle ON CONFLICT DO NOTHING;

    UPDATE dormouse.association o SET replaced_by = of_cycle
    FROM (SELECT DISTINCT source_id FROM dormouse.arriving_association) a
    WHERE a.source_id = o.source_id AND o.replaced_by IS NULL AND o.cycle < of_cycle;
    INSERT INTO dormouse.association
    SELECT a.* FROM dormouse.arriving_association a
    WHERE EXISTS (SELECT FROM dormouse.memory m WHERE m.id = a.source_id)
        AND EXISTS (SELECT FROM dormouse.memory m WHERE m.id = a.target_id)
    ORDER BY source_id, cycle, target_id ON CONFLICT DO NOTHING;

    INSERT INTO dormouse.memory_strength AS s
    SELECT a.* FROM dormouse.arriving_memory_strength a
    WHERE EXISTS (SELECT FROM dormouse.memory m WHERE m.id = a.memory_id)
    ORDER BY memory_id
    ON CONFLICT (memory_id) DO UPDATE SET
        recalls = excluded.recalls, replays = excluded.replays,
        strengthened_at = excluded.strengthened_at, stability_days = excluded.stability_days,
        fades_below_50_at = excluded.fades_below_50_at, is_pinned = excluded.is_pinned
    WHERE s.* IS DISTINCT FROM excluded.*;

    DELETE FROM dormouse.arriving_semantic_memory a
    WHERE EXISTS (SELECT FROM unnest(a.sources) AS source
        WHERE NOT EXISTS (SELECT FROM dormouse.memory m WHERE m.id = source));
    UPDATE dormouse.semantic_memory s SET replaced_by = of_cycle
    FROM dormouse.arriving_semantic_memory a
    WHERE a.semantic_id = s.semantic_id AND s.replaced_by IS NULL AND s.cycle < a.cycle;
    INSERT INTO dormouse.semantic_memory AS s
    SELECT * FROM dormouse.arriving_semantic_memory ORDER BY semantic_id, cycle
    ON CONFLICT (semantic_id, cycle) DO UPDATE SET gist = excluded.gist
    WHERE s.gist IS DISTINCT FROM excluded.gist;

    -- Facts are reckoned anew as a whole.
    DELETE FROM dormouse.fact f
    WHERE NOT EXISTS (SELECT FROM dormouse.arriving_fact a WHERE a.fact_id = f.fact_id);
    INSERT INTO dormouse.fact AS f
    SELECT a.* FROM dormouse.arriving_fact a
    WHERE EXISTS (SELECT FROM dormouse.memory m WHERE m.id = a.memory_id)
    ORDER BY fact_id
    ON CONFLICT (fact_id) DO UPDATE SET
        subject = excluded.subject, value = excluded.value, confidence = excluded.confidence,
        valid_from = excluded.valid_from, valid_to = excluded.valid_to,
        confirmed_at = excluded.confirmed_at, times_said = excluded.times_said,
        memory_id = excluded.memory_id, sentence = excluded.sentence,
        closed_by = excluded.closed_by, cycle = excluded.cycle, source = excluded.source,
        language_model = excluded.language_model
    WHERE f.* IS DISTINCT FROM excluded.*;

    INSERT INTO dormouse.session
    SELECT m.namespace, m.session_id, min(m.occurred_at), max(m.occurred_at), count(*),
        coalesce(array_agg(DISTINCT m.speaker) FILTER (WHERE m.speaker IS NOT NULL), '{}')
    FROM dormouse.memory m
    JOIN (
        SELECT DISTINCT k.namespace, k.session_id
        FROM dormouse.arriving_staged_memory a JOIN dormouse.memory k ON k.id = a.memory_id
        WHERE k.session_id IS NOT NULL
    ) touched ON touched.namespace = m.namespace AND touched.session_id = m.session_id
    GROUP BY m.namespace, m.session_id ORDER BY m.namespace, m.session_id
    ON CONFLICT (namespace, session_id) DO UPDATE SET
        started_at = excluded.started_at, ended_at = excluded.ended_at,
        memories = excluded.memories, speakers = excluded.speakers;

    PERFORM dormouse.grow_graph(of_cycle - 1);
    PERFORM dormouse.clear_arrivals();
END
$$;
REVOKE ALL ON FUNCTION dormouse.take_over(integer, timestamptz, text, bigint, pg_snapshot,
    double precision, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION dormouse.clear_arrivals() FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'dormouse_owner') THEN
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA dormouse TO dormouse_owner;
    END IF;
END
$$;

-- An erasure reaches what is on its way, too.
CREATE FUNCTION dormouse.erase_arriving() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM dormouse.arriving_staged_memory WHERE memory_id = OLD.id;
    DELETE FROM dormouse.arriving_quarantine WHERE memory_id = OLD.id;
    DELETE FROM dormouse.arriving_episode WHERE episode_id IN (
        SELECT episode_id FROM dormouse.arriving_episode_memory WHERE memory_id = OLD.id);
    DELETE FROM dormouse.arriving_episode_memory WHERE memory_id = OLD.id;
    DELETE FROM dormouse.arriving_association WHERE OLD.id IN (source_id, target_id);
    DELETE FROM dormouse.arriving_memory_strength WHERE memory_id = OLD.id;
    DELETE FROM dormouse.arriving_semantic_memory WHERE OLD.id = ANY (sources);
    DELETE FROM dormouse.arriving_fact WHERE memory_id = OLD.id;
    RETURN OLD;
END
$$;
CREATE TRIGGER erase_arriving BEFORE DELETE ON dormouse.memory
    FOR EACH ROW EXECUTE FUNCTION dormouse.erase_arriving();
