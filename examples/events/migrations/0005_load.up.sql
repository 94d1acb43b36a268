-- How the pipeline brings its rows in: it copies them to the tables of the schema load and calls
-- load.publish(), which takes over what is new or changed in one transaction. A row that breaks a
-- rule does not stop the others: it goes to load.refused, with the reason.
CREATE SCHEMA load;

CREATE UNLOGGED TABLE load.companies (
    id uuid, name text, domain text, description text, website_url text, logo_url text,
    industry text, size text, location text, country text, confidence_score real);
CREATE UNLOGGED TABLE load.speakers (
    id uuid, name text, distinction text, title text, bio text, linkedin_url text,
    twitter_url text, website_url text, avatar_url text, country text, embedding real[],
    confidence_score real);
CREATE UNLOGGED TABLE load.topics (
    id uuid, name text, slug text, description text, parent_id uuid, embedding real[],
    confidence_score real);
CREATE UNLOGGED TABLE load.events (
    id uuid, organiser_id uuid, source text, source_key text, title text, description text,
    lineup text, kind text, status text, starts_at timestamptz, ends_at timestamptz,
    timezone text, is_all_day boolean, is_online boolean, venue text, city text, country text,
    language text, url text, image_url text, capacity integer, series_key text,
    embedding real[], confidence_score real);
CREATE UNLOGGED TABLE load.event_speakers (
    event_id uuid, speaker_id uuid, role text, position integer, confidence_score real);
CREATE UNLOGGED TABLE load.event_topics (event_id uuid, topic_id uuid, relevance real);
CREATE UNLOGGED TABLE load.speaker_companies (
    speaker_id uuid, company_id uuid, title text, is_current boolean, started_on date,
    ended_on date, confidence_score real);

CREATE TABLE load.refused (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The last time.
    refused_at timestamptz NOT NULL DEFAULT now(),
    table_name text NOT NULL,
    -- The rule that it breaks, by the name of its constraint where there is one.
    reason text NOT NULL,
    source_row jsonb NOT NULL,
    CONSTRAINT refused_once UNIQUE NULLS NOT DISTINCT (table_name, reason, source_row)
);

-- A vector as the tables have it. The model in the process gives 384 numbers; zeros behind them
-- change no cosine. Anything else, such as 1535, is refused.
CREATE FUNCTION load.as_vector(real[]) RETURNS public.vector LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE length int := cardinality($1);
BEGIN
    IF $1 IS NULL THEN RETURN NULL; END IF;
    -- It has no direction: no index on cosine has it, and its distance to all is NaN.
    IF length > 0 AND 0 = ALL ($1) THEN
        RAISE EXCEPTION 'an embedding of zeros has no direction'
            USING ERRCODE = 'data_exception', CONSTRAINT = 'embedding_direction';
    END IF;
    IF length = 384 THEN
        RETURN ($1 || array_fill(0::real, ARRAY[1152]))::public.vector(1536);
    END IF;
    IF length <> 1536 THEN
        RAISE EXCEPTION 'an embedding has % numbers; 1536 are wanted, or 384 of the built-in model',
            length USING ERRCODE = 'data_exception', CONSTRAINT = 'embedding_dimensions';
    END IF;
    RETURN $1::public.vector(1536);
END $$;

-- Takes over one row; what it breaks becomes its reason.
CREATE FUNCTION load.refuse(table_name text, reason text, source_row jsonb) RETURNS void
    LANGUAGE sql AS $$
    INSERT INTO load.refused (table_name, reason, source_row)
    VALUES (table_name, reason, source_row - 'embedding')
    ON CONFLICT ON CONSTRAINT refused_once DO UPDATE SET refused_at = now()
$$;

-- All rows of one table at once; where that fails in pieces of 64 pages, and where one of those
-- fails row by row, so that only the bad rows stay out.
CREATE FUNCTION load.take(table_name text, statement text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    taken bigint := 0; part bigint; page bigint; pages bigint; place tid; rule text; message text;
BEGIN
    BEGIN
        EXECUTE format(statement, format('load.%I', table_name));
        GET DIAGNOSTICS taken = ROW_COUNT;
        RETURN taken;
    EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
        taken := 0;
    END;
    pages := pg_relation_size(format('load.%I', table_name)) / current_setting('block_size')::int;
    FOR page IN 0 .. pages BY 64 LOOP
        BEGIN
            EXECUTE format(statement, format(
                '(SELECT * FROM load.%I WHERE ctid >= ''(%s,0)'' AND ctid < ''(%s,0)'')',
                table_name, page, page + 64));
            GET DIAGNOSTICS part = ROW_COUNT;
            taken := taken + part;
            CONTINUE;
        EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
            NULL;
        END;
        FOR place IN EXECUTE format(
            'SELECT ctid FROM load.%I WHERE ctid >= ''(%s,0)'' AND ctid < ''(%s,0)''',
            table_name, page, page + 64)
        LOOP
            BEGIN
                EXECUTE format(statement, format(
                    '(SELECT * FROM load.%I WHERE ctid = %L)', table_name, place));
                GET DIAGNOSTICS part = ROW_COUNT;
                taken := taken + part;
            EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
                GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME, message = MESSAGE_TEXT;
                EXECUTE format(
                    'SELECT load.refuse(%L, %L, to_jsonb(t)) FROM load.%I t WHERE ctid = %L',
                    table_name, coalesce(nullif(rule, ''), message), table_name, place);
            END;
        END LOOP;
    END LOOP;
    RETURN taken;
END $$;

-- The rows that were copied become rows of the seven tables. What somebody has changed here by hand
-- stays until its source says something new of it: see 0008_known. Gives how many rows of each table
-- changed.
--
-- A batch has a name where it is all that its sources tell of: what the batch of that name brought
-- before and does not now is archived. Without a name rows are added.
CREATE FUNCTION load.publish(batch text DEFAULT NULL)
    RETURNS TABLE (table_name text, changed bigint, refused bigint)
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE counts jsonb := '{}'; touched uuid[];
BEGIN
    LOCK TABLE load.known IN SHARE ROW EXCLUSIVE MODE;
    TRUNCATE load.arrived;
    PERFORM set_config('events.lineup_later', 'on', true);
    PERFORM load.adopt();
    PERFORM load.merge(t) FROM unnest(ARRAY['companies', 'speakers', 'topics', 'events',
        'event_speakers', 'event_topics', 'speaker_companies']) t;
    counts := counts || jsonb_build_object('companies', load.take('companies', $sql$
        INSERT INTO companies AS c (id, name, normalized_name, domain, description, website_url,
            logo_url, industry, size, location, country, confidence_score)
        SELECT id, name, coalesce(normalize_company(name), ''), domain, description, website_url,
            logo_url, industry, size, location, country, coalesce(confidence_score, 1)
        FROM %s s
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, domain = excluded.domain,
            description = excluded.description, website_url = excluded.website_url,
            logo_url = excluded.logo_url, industry = excluded.industry, size = excluded.size,
            location = excluded.location, country = excluded.country,
            confidence_score = excluded.confidence_score
        WHERE (c.name, c.domain, c.description, c.website_url, c.logo_url, c.industry, c.size,
               c.location, c.country, c.confidence_score)
            IS DISTINCT FROM (excluded.name, excluded.domain, excluded.description,
               excluded.website_url, excluded.logo_url, excluded.industry, excluded.size,
               excluded.location, excluded.country, excluded.confidence_score)$sql$));
    counts := counts || jsonb_build_object('speakers', load.take('speakers', $sql$
        INSERT INTO speakers AS c (id, name, normalized_name, distinction, title, bio,
            linkedin_url, twitter_url, website_url, avatar_url, country, embedding,
            confidence_score)
        SELECT id, name, coalesce(normalize_person(name), ''), coalesce(distinction, ''), title,
            bio, linkedin_url, twitter_url, website_url, avatar_url, country,
            load.as_vector(embedding), coalesce(confidence_score, 1)
        FROM %s s
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, distinction = excluded.distinction,
            title = excluded.title, bio = excluded.bio, linkedin_url = excluded.linkedin_url,
            twitter_url = excluded.twitter_url, website_url = excluded.website_url,
            avatar_url = excluded.avatar_url, country = excluded.country,
            embedding = excluded.embedding, confidence_score = excluded.confidence_score
        WHERE (c.name, c.distinction, c.title, c.bio, c.linkedin_url, c.twitter_url,
               c.website_url, c.avatar_url, c.country, c.confidence_score, c.embedding)
            IS DISTINCT FROM (excluded.name, excluded.distinction, excluded.title, excluded.bio,
               excluded.linkedin_url, excluded.twitter_url, excluded.website_url,
               excluded.avatar_url, excluded.country, excluded.confidence_score,
               excluded.embedding)$sql$));
    counts := counts || jsonb_build_object('topics', load.take('topics', $sql$
        INSERT INTO topics AS c (id, name, normalized_name, slug, description, parent_id,
            embedding, confidence_score)
        SELECT id, name, coalesce(normalize_text(name), ''), slug, description, parent_id,
            load.as_vector(embedding), coalesce(confidence_score, 1)
        FROM %s s ORDER BY parent_id NULLS FIRST
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, slug = excluded.slug,
            description = excluded.description, parent_id = excluded.parent_id,
            embedding = excluded.embedding, confidence_score = excluded.confidence_score
        WHERE (c.name, c.slug, c.description, c.parent_id, c.confidence_score, c.embedding)
            IS DISTINCT FROM (excluded.name, excluded.slug, excluded.description,
               excluded.parent_id, excluded.confidence_score, excluded.embedding)$sql$));
    counts := counts || jsonb_build_object('events', load.take('events', $sql$
        INSERT INTO events AS c (id, organiser_id, source, source_key, content_hash, title,
            normalized_title, description, lineup, kind, status, starts_at, ends_at, timezone,
            is_all_day, is_online, venue, city, country, language, url, image_url, capacity,
            series_key, embedding, confidence_score)
        SELECT id, organiser_id, source, source_key, md5(row(s.*)::text), title,
            coalesce(normalize_text(title), ''), description, coalesce(lineup, ''), kind, status,
            starts_at, ends_at, timezone, is_all_day, is_online, venue, city, country, language,
            url, image_url, capacity, series_key, load.as_vector(embedding),
            coalesce(confidence_score, 1)
        FROM %s s
        ON CONFLICT (id) DO UPDATE SET organiser_id = excluded.organiser_id,
            content_hash = excluded.content_hash, title = excluded.title,
            description = excluded.description, lineup = excluded.lineup, kind = excluded.kind,
            status = excluded.status, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
            timezone = excluded.timezone, is_all_day = excluded.is_all_day,
            is_online = excluded.is_online, venue = excluded.venue, city = excluded.city,
            country = excluded.country, language = excluded.language, url = excluded.url,
            image_url = excluded.image_url, capacity = excluded.capacity,
            series_key = excluded.series_key, embedding = excluded.embedding,
            confidence_score = excluded.confidence_score
        WHERE c.content_hash IS DISTINCT FROM excluded.content_hash$sql$));
    touched := load.unlink('event_speakers', 'events', 'event_id')
        || load.unlink('event_topics', 'events', 'event_id');
    PERFORM load.unlink('speaker_companies', 'speakers', 'speaker_id');
    counts := counts || jsonb_build_object('event_speakers', load.take('event_speakers', $sql$
        INSERT INTO event_speakers AS c (event_id, speaker_id, role, position, confidence_score)
        SELECT event_id, speaker_id, role, position, coalesce(confidence_score, 1) FROM %s s
        ON CONFLICT (event_id, speaker_id, role) DO UPDATE SET position = excluded.position,
            confidence_score = excluded.confidence_score
        WHERE (c.position, c.confidence_score)
            IS DISTINCT FROM (excluded.position, excluded.confidence_score)$sql$));
    counts := counts || jsonb_build_object('event_topics', load.take('event_topics', $sql$
        INSERT INTO event_topics AS c (event_id, topic_id, relevance)
        SELECT event_id, topic_id, coalesce(relevance, 1) FROM %s s
        ON CONFLICT (event_id, topic_id) DO UPDATE SET relevance = excluded.relevance
        WHERE c.relevance IS DISTINCT FROM excluded.relevance$sql$));
    counts := counts || jsonb_build_object('speaker_companies', load.take('speaker_companies', $sql$
        INSERT INTO speaker_companies AS c (speaker_id, company_id, title, is_current, started_on,
            ended_on, confidence_score)
        SELECT speaker_id, company_id, title, coalesce(is_current, true), started_on, ended_on,
            coalesce(confidence_score, 1)
        FROM %s s
        ON CONFLICT (speaker_id, company_id, started_on) DO UPDATE SET title = excluded.title,
            is_current = excluded.is_current, ended_on = excluded.ended_on,
            confidence_score = excluded.confidence_score
        WHERE (c.title, c.is_current, c.ended_on, c.confidence_score) IS DISTINCT FROM
            (excluded.title, excluded.is_current, excluded.ended_on, excluded.confidence_score)
        $sql$));
    PERFORM load.withdraw(batch);
    PERFORM load.remember(batch);
    PERFORM refresh_lineups(ARRAY(
        SELECT unnest(touched) UNION SELECT s.id FROM load.events s
        UNION SELECT s.event_id FROM load.event_speakers s
        UNION SELECT s.event_id FROM load.event_topics s
        UNION SELECT l.event_id FROM event_speakers l JOIN load.speakers s ON s.id = l.speaker_id
        UNION SELECT l.event_id FROM event_topics l JOIN load.topics s ON s.id = l.topic_id));
    PERFORM set_config('events.lineup_later', 'off', true);
    TRUNCATE load.companies, load.speakers, load.topics, load.events, load.event_speakers,
        load.event_topics, load.speaker_companies, load.arrived;
    PERFORM search.refresh();
    RETURN QUERY SELECT c.key, c.value::bigint,
        (SELECT count(*) FROM load.refused r WHERE r.table_name = c.key AND r.refused_at = now())
        FROM jsonb_each_text(counts) c ORDER BY c.key;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA load FROM PUBLIC;
GRANT USAGE ON SCHEMA load TO events_owner, events_pipeline;
GRANT ALL ON ALL TABLES IN SCHEMA load TO events_owner;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON load.companies, load.speakers, load.topics, load.events,
    load.event_speakers, load.event_topics, load.speaker_companies TO events_pipeline;
GRANT SELECT, INSERT, UPDATE ON load.refused TO events_pipeline;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA load TO events_owner, events_pipeline;
