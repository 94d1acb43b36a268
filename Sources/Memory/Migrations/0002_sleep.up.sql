-- What sleep made, written back by the cycle that made it. Rows are added by a cycle; the cycle
-- that replaced a row is noted in it, so that recall can ask what stood at an earlier moment.
-- Erasing a memory takes along every row it had a part in.
CREATE TABLE dormouse.sleep_cycle (
    cycle integer PRIMARY KEY CONSTRAINT sleep_cycle_counts_from_1 CHECK (cycle > 0),
    as_of timestamptz NOT NULL,
    stage text NOT NULL,
    new_memories bigint NOT NULL,
    -- What the cycle could see of memories; with it and as_of it can be slept again.
    seen pg_snapshot NOT NULL,
    -- What a link loses a cycle.
    synaptic_decay_rate double precision NOT NULL
        CONSTRAINT sleep_cycle_decay_is_a_share CHECK (synaptic_decay_rate BETWEEN 0 AND 1),
    written_at timestamptz NOT NULL
);

CREATE TABLE dormouse.session (
    namespace text NOT NULL,
    session_id text NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    memories bigint NOT NULL CONSTRAINT session_has_memories CHECK (memories > 0),
    speakers text[] NOT NULL,
    PRIMARY KEY (namespace, session_id)
);

-- How a memory was judged when it was taken in.
CREATE TABLE dormouse.staged_memory (
    memory_id uuid PRIMARY KEY REFERENCES dormouse.memory ON DELETE CASCADE,
    namespace text NOT NULL,
    memory_type text NOT NULL,
    concepts text[] NOT NULL,
    people text[] NOT NULL,
    sentiment text,
    task_type text,
    importance double precision NOT NULL,
    emotional_salience double precision NOT NULL,
    score_source text NOT NULL,
    cycle integer NOT NULL,
    places text[] NOT NULL,
    -- For each value whether the model, a rule or what was told with the memory gave it, as JSON.
    value_sources text,
    language_model text,
    -- Why values are by rule.
    fallback text
);
CREATE INDEX staged_memory_by_cycle ON dormouse.staged_memory (cycle);

CREATE TABLE dormouse.quarantine (
    told_id text PRIMARY KEY,
    memory_id uuid REFERENCES dormouse.memory ON DELETE CASCADE,
    namespace text,
    reason text NOT NULL,
    cycle integer NOT NULL
);
CREATE INDEX quarantine_by_memory ON dormouse.quarantine (memory_id);

CREATE TABLE dormouse.episode (
    episode_id uuid NOT NULL,
    cycle integer NOT NULL,
    namespace text NOT NULL,
    session_id text,
    started_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    memories bigint NOT NULL,
    who text[] NOT NULL,
    places text[] NOT NULL,
    concepts text[] NOT NULL,
    goal text,
    tasks text[] NOT NULL,
    actions text[] NOT NULL,
    salience double precision NOT NULL,
    importance double precision NOT NULL,
    stm_strength double precision NOT NULL,
    ready_reason text NOT NULL,
    ready_at timestamptz NOT NULL,
    formed_at timestamptz NOT NULL,
    goal_source text,
    language_model text,
    PRIMARY KEY (episode_id, cycle),
    CONSTRAINT episode_ends_after_it_starts CHECK (ended_at >= started_at)
);

CREATE TABLE dormouse.episode_memory (
    memory_id uuid NOT NULL REFERENCES dormouse.memory ON DELETE CASCADE,
    cycle integer NOT NULL,
    episode_id uuid NOT NULL,
    namespace text NOT NULL,
    place bigint NOT NULL,
    stm_strength double precision NOT NULL,
    replaced_by integer,
    PRIMARY KEY (memory_id, cycle),
    FOREIGN KEY (episode_id, cycle) REFERENCES dormouse.episode ON DELETE CASCADE
);
CREATE INDEX episode_memory_by_episode ON dormouse.episode_memory (episode_id, cycle);

CREATE TABLE dormouse.association (
    source_id uuid NOT NULL REFERENCES dormouse.memory ON DELETE CASCADE,
    cycle integer NOT NULL,
    target_id uuid NOT NULL REFERENCES dormouse.memory ON DELETE CASCADE,
    namespace text NOT NULL,
    kind text NOT NULL,
    similarity double precision,
    weight double precision NOT NULL CONSTRAINT association_weight_is_positive CHECK (weight >= 0),
    replaced_by integer CONSTRAINT association_is_replaced_later CHECK (replaced_by > cycle),
    PRIMARY KEY (source_id, cycle, target_id),
    CONSTRAINT association_links_two CHECK (source_id <> target_id)
);
CREATE INDEX association_by_target ON dormouse.association (target_id);
CREATE INDEX association_by_namespace ON dormouse.association (namespace, replaced_by);

CREATE TABLE dormouse.memory_strength (
    memory_id uuid PRIMARY KEY REFERENCES dormouse.memory ON DELETE CASCADE,
    namespace text NOT NULL,
    recalls bigint NOT NULL,
    replays bigint NOT NULL,
    strengthened_at timestamptz NOT NULL,
    stability_days double precision NOT NULL
        CONSTRAINT memory_strength_is_positive CHECK (stability_days > 0),
    fades_below_50_at timestamptz,
    is_pinned boolean NOT NULL
);
CREATE INDEX memory_strength_by_namespace ON dormouse.memory_strength (namespace);

CREATE TABLE dormouse.semantic_memory (
    semantic_id uuid NOT NULL,
    cycle integer NOT NULL,
    namespace text NOT NULL,
    concept text NOT NULL,
    gist text,
    category text,
    knowledge_type text,
    abstraction_level integer,
    sources uuid[] NOT NULL,
    memories bigint NOT NULL,
    episodes bigint NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    importance double precision,
    strength double precision NOT NULL,
    formed_at timestamptz NOT NULL,
    replaced_by integer,
    PRIMARY KEY (semantic_id, cycle)
);
CREATE INDEX semantic_memory_by_namespace ON dormouse.semantic_memory (namespace, replaced_by);
CREATE INDEX semantic_memory_by_source ON dormouse.semantic_memory USING gin (sources);

CREATE TABLE dormouse.fact (
    fact_id uuid PRIMARY KEY,
    namespace text NOT NULL,
    subject text NOT NULL,
    predicate text NOT NULL,
    value text NOT NULL,
    single_valued boolean NOT NULL,
    confidence double precision NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    confirmed_at timestamptz NOT NULL,
    times_said bigint NOT NULL,
    memory_id uuid NOT NULL REFERENCES dormouse.memory ON DELETE CASCADE,
    sentence text NOT NULL,
    closed_by uuid,
    cycle integer NOT NULL,
    source text NOT NULL,
    language_model text
);
CREATE INDEX fact_by_namespace ON dormouse.fact (namespace, valid_to);
CREATE INDEX fact_by_memory ON dormouse.fact (memory_id);

-- What foreign keys cannot reach: an episode or a gist holds words of every memory it was made of.
CREATE FUNCTION dormouse.erase_derived() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM dormouse.episode
    WHERE episode_id IN (
        SELECT episode_id FROM dormouse.episode_memory WHERE memory_id = OLD.id);
    DELETE FROM dormouse.semantic_memory WHERE sources @> ARRAY[OLD.id];
    IF OLD.session_id IS NOT NULL THEN
        UPDATE dormouse.session SET memories = memories - 1
        WHERE namespace = OLD.namespace AND session_id = OLD.session_id AND memories > 1;
        IF NOT FOUND THEN
            DELETE FROM dormouse.session
            WHERE namespace = OLD.namespace AND session_id = OLD.session_id;
        END IF;
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER erase_derived BEFORE DELETE ON dormouse.memory
    FOR EACH ROW EXECUTE FUNCTION dormouse.erase_derived();

COMMENT ON TABLE dormouse.sleep_cycle IS 'The cycles of sleep that were written back';
COMMENT ON TABLE dormouse.association IS 'Links between memories; replaced_by is NULL for today''s';
COMMENT ON TABLE dormouse.semantic_memory IS 'Gists of many memories, with their sources';
COMMENT ON TABLE dormouse.fact IS 'What holds, and from when to when in event time';
