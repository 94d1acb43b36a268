-- What is written down of each cycle of sleep: with what it was slept, what it saw, what it made. It
-- holds no memory's words. Cycles that were undone or failed the dream test stay in it.
CREATE TABLE dormouse.sleep_journal (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cycle integer NOT NULL CONSTRAINT sleep_journal_counts_from_1 CHECK (cycle > 0),
    state text NOT NULL CONSTRAINT sleep_journal_state_is_known
        CHECK (state IN ('stands', 'undone', 'rejected')),
    as_of timestamptz NOT NULL,
    stage text NOT NULL,
    new_memories bigint NOT NULL,
    written_at timestamptz NOT NULL,
    details text NOT NULL
);
CREATE INDEX sleep_journal_by_cycle ON dormouse.sleep_journal (cycle);
COMMENT ON TABLE dormouse.sleep_journal IS 'The cycles of sleep as they were slept';

-- Cycles that were taken back: a machine that still has one lets go of it.
CREATE TABLE dormouse.undone_cycle (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cycle integer NOT NULL,
    as_of timestamptz NOT NULL,
    stage text NOT NULL,
    new_memories bigint NOT NULL,
    seen pg_snapshot NOT NULL
);
COMMENT ON TABLE dormouse.undone_cycle IS 'Cycles of sleep that were undone';

-- Takes back every cycle after one. What is reckoned as a whole, strengths and facts, has arrived as
-- it was then. Replaced rows stand again; memories are not touched.
CREATE FUNCTION dormouse.take_back(after_cycle integer) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO dormouse.undone_cycle (cycle, as_of, stage, new_memories, seen)
    SELECT cycle, as_of, stage, new_memories, seen FROM dormouse.sleep_cycle
    WHERE cycle > after_cycle ORDER BY cycle;
    UPDATE dormouse.sleep_journal SET state = 'undone'
    WHERE state = 'stands' AND cycle > after_cycle;

    DELETE FROM dormouse.staged_memory WHERE cycle > after_cycle;
    DELETE FROM dormouse.quarantine WHERE cycle > after_cycle;
    DELETE FROM dormouse.episode_memory WHERE cycle > after_cycle;
    DELETE FROM dormouse.episode WHERE cycle > after_cycle;
    DELETE FROM dormouse.association WHERE cycle > after_cycle;
    DELETE FROM dormouse.semantic_memory WHERE cycle > after_cycle;
    UPDATE dormouse.episode_memory SET replaced_by = NULL WHERE replaced_by > after_cycle;
    UPDATE dormouse.association SET replaced_by = NULL WHERE replaced_by > after_cycle;
    UPDATE dormouse.semantic_memory SET replaced_by = NULL WHERE replaced_by > after_cycle;
    DELETE FROM dormouse.sleep_cycle WHERE cycle > after_cycle;

    DELETE FROM dormouse.memory_strength s
    WHERE NOT EXISTS (
        SELECT FROM dormouse.arriving_memory_strength a WHERE a.memory_id = s.memory_id);
    INSERT INTO dormouse.memory_strength AS s
    SELECT a.* FROM dormouse.arriving_memory_strength a
    WHERE EXISTS (SELECT FROM dormouse.memory m WHERE m.id = a.memory_id)
    ORDER BY memory_id
    ON CONFLICT (memory_id) DO UPDATE SET
        recalls = excluded.recalls, replays = excluded.replays,
        strengthened_at = excluded.strengthened_at, stability_days = excluded.stability_days,
        fades_below_50_at = excluded.fades_below_50_at, is_pinned = excluded.is_pinned
    WHERE s.* IS DISTINCT FROM excluded.*;

    DELETE FROM dormouse.fact;
    INSERT INTO dormouse.fact SELECT a.* FROM dormouse.arriving_fact a
    WHERE EXISTS (SELECT FROM dormouse.memory m WHERE m.id = a.memory_id) ORDER BY fact_id;

    -- The graph carries no cycles: it is grown anew from what stands.
    DELETE FROM dormouse.relation;
    DELETE FROM dormouse.mention;
    DELETE FROM dormouse.entity;
    PERFORM dormouse.grow_graph(0);
    PERFORM dormouse.clear_arrivals();
END
$$;
REVOKE ALL ON FUNCTION dormouse.take_back(integer) FROM PUBLIC;

DO $$
BEGIN
    IF (SELECT count(*) = 3 FROM pg_roles
        WHERE rolname IN ('dormouse_reader', 'dormouse_writer', 'dormouse_owner')) THEN
        GRANT SELECT ON dormouse.sleep_journal, dormouse.undone_cycle
            TO dormouse_reader, dormouse_writer;
        GRANT ALL ON dormouse.sleep_journal, dormouse.undone_cycle TO dormouse_owner;
        GRANT EXECUTE ON FUNCTION dormouse.take_back(integer) TO dormouse_owner;
    END IF;
END
$$;
