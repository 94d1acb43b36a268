-- What the database keeps by itself: normalised names, updated_at, the lineup of an event, and how
-- good each row is.

CREATE FUNCTION keep_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new IS DISTINCT FROM old THEN new.updated_at := greatest(now(), old.created_at); END IF;
    RETURN new;
END $$;

CREATE FUNCTION keep_company() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE reasons text[] := '{}'; score real := 1;
BEGIN
    new.normalized_name := public.normalize_company(new.name);
    IF new.website_url IS NULL THEN
        reasons := array_append(reasons, 'no website'); score := score - 0.25;
    END IF;
    IF new.domain IS NULL THEN
        reasons := array_append(reasons, 'no domain'); score := score - 0.25;
    END IF;
    IF length(coalesce(new.description, '')) < 40 THEN
        reasons := array_append(reasons, 'no description worth reading'); score := score - 0.2;
    END IF;
    IF new.location IS NULL AND new.country IS NULL THEN
        reasons := array_append(reasons, 'no location'); score := score - 0.15;
    END IF;
    IF new.size IS NULL THEN
        reasons := array_append(reasons, 'no size'); score := score - 0.05;
    END IF;
    IF new.confidence_score < 0.8 THEN
        reasons := array_append(reasons, 'merged with little confidence'); score := score - 0.1;
    END IF;
    new.quality_score := round(greatest(score, 0)::numeric, 3);
    new.quality_reasons := reasons;
    RETURN new;
END $$;

CREATE FUNCTION keep_speaker() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE reasons text[] := '{}'; score real := 1;
BEGIN
    new.normalized_name := public.normalize_person(new.name);
    IF position(' ' IN new.normalized_name) = 0 THEN
        reasons := array_append(reasons, 'a name of one word'); score := score - 0.2;
    END IF;
    IF new.title IS NULL THEN
        reasons := array_append(reasons, 'no title'); score := score - 0.15;
    END IF;
    IF length(coalesce(new.bio, '')) < 40 THEN
        reasons := array_append(reasons, 'no biography worth reading'); score := score - 0.15;
    END IF;
    IF new.linkedin_url IS NULL AND new.twitter_url IS NULL AND new.website_url IS NULL THEN
        reasons := array_append(reasons, 'no profile'); score := score - 0.25;
    END IF;
    IF new.avatar_url IS NULL THEN
        reasons := array_append(reasons, 'no picture'); score := score - 0.05;
    END IF;
    IF new.embedding IS NULL THEN
        reasons := array_append(reasons, 'no embedding'); score := score - 0.1;
    END IF;
    IF new.confidence_score < 0.8 THEN
        reasons := array_append(reasons, 'merged with little confidence'); score := score - 0.1;
    END IF;
    new.quality_score := round(greatest(score, 0)::numeric, 3);
    new.quality_reasons := reasons;
    RETURN new;
END $$;

CREATE FUNCTION keep_topic() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE reasons text[] := '{}'; score real := 1;
BEGIN
    new.normalized_name := public.normalize_text(new.name);
    IF new.slug IS NULL THEN new.slug := replace(new.normalized_name, ' ', '-'); END IF;
    IF length(coalesce(new.description, '')) < 20 THEN
        reasons := array_append(reasons, 'no description worth reading'); score := score - 0.4;
    END IF;
    IF new.embedding IS NULL THEN
        reasons := array_append(reasons, 'no embedding'); score := score - 0.4;
    END IF;
    IF new.confidence_score < 0.8 THEN
        reasons := array_append(reasons, 'merged with little confidence'); score := score - 0.2;
    END IF;
    new.quality_score := round(greatest(score, 0)::numeric, 3);
    new.quality_reasons := reasons;
    RETURN new;
END $$;

CREATE FUNCTION keep_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE reasons text[] := '{}'; score real := 1;
BEGIN
    new.normalized_title := public.normalize_text(new.title);
    -- A vector of a text that is no longer there would be found for what the event no longer says.
    IF tg_op = 'UPDATE' AND new.embedding IS NOT DISTINCT FROM old.embedding
        AND (new.title, new.description) IS DISTINCT FROM (old.title, old.description)
    THEN
        new.embedding := NULL;
    END IF;
    IF length(coalesce(new.description, '')) < 80 THEN
        reasons := array_append(reasons, 'no description worth reading'); score := score - 0.25;
    END IF;
    IF new.organiser_id IS NULL THEN
        reasons := array_append(reasons, 'no organiser'); score := score - 0.15;
    END IF;
    IF NOT new.is_online AND new.venue IS NULL AND new.city IS NULL THEN
        reasons := array_append(reasons, 'no place'); score := score - 0.2;
    END IF;
    IF new.url IS NULL THEN
        reasons := array_append(reasons, 'no link'); score := score - 0.1;
    END IF;
    IF new.lineup = '' THEN
        reasons := array_append(reasons, 'neither speakers nor topics'); score := score - 0.15;
    END IF;
    IF new.embedding IS NULL THEN
        reasons := array_append(reasons, 'no embedding'); score := score - 0.1;
    END IF;
    IF new.starts_at = new.ends_at THEN
        reasons := array_append(reasons, 'no end'); score := score - 0.05;
    END IF;
    new.quality_score := round(greatest(score, 0)::numeric, 3);
    new.quality_reasons := reasons;
    RETURN new;
END $$;

CREATE TRIGGER companies_kept BEFORE INSERT OR UPDATE ON companies
    FOR EACH ROW EXECUTE FUNCTION keep_company();
CREATE TRIGGER speakers_kept BEFORE INSERT OR UPDATE ON speakers
    FOR EACH ROW EXECUTE FUNCTION keep_speaker();
CREATE TRIGGER topics_kept BEFORE INSERT OR UPDATE ON topics
    FOR EACH ROW EXECUTE FUNCTION keep_topic();
CREATE TRIGGER events_kept BEFORE INSERT OR UPDATE ON events
    FOR EACH ROW EXECUTE FUNCTION keep_event();
-- Triggers run by name: these come after the ones above.
CREATE TRIGGER companies_updated BEFORE UPDATE ON companies
    FOR EACH ROW EXECUTE FUNCTION keep_updated_at();
CREATE TRIGGER speakers_updated BEFORE UPDATE ON speakers
    FOR EACH ROW EXECUTE FUNCTION keep_updated_at();
CREATE TRIGGER topics_updated BEFORE UPDATE ON topics
    FOR EACH ROW EXECUTE FUNCTION keep_updated_at();
CREATE TRIGGER events_updated BEFORE UPDATE ON events
    FOR EACH ROW EXECUTE FUNCTION keep_updated_at();
CREATE TRIGGER speaker_companies_updated BEFORE UPDATE ON speaker_companies
    FOR EACH ROW EXECUTE FUNCTION keep_updated_at();

-- The names of events' speakers and topics, in the order of the programme; who is archived is left out.
-- For many events together: asked one by one, tables of which nothing is known yet would be read
-- through for each of them.
CREATE FUNCTION event_lineups(events uuid[]) RETURNS TABLE (event_id uuid, lineup text)
    LANGUAGE sql STABLE AS $$
    SELECT e.id, concat_ws(' · ', p.names, t.names)
    FROM (SELECT DISTINCT unnest(events) AS id) e
    LEFT JOIN (
        SELECT es.event_id, string_agg(s.name, ' · ' ORDER BY es.position, s.name) AS names
        FROM public.event_speakers es
        JOIN public.speakers s ON s.id = es.speaker_id AND s.archived_at IS NULL
        WHERE es.event_id = ANY (events) GROUP BY es.event_id) p ON p.event_id = e.id
    LEFT JOIN (
        SELECT et.event_id, string_agg(t.name, ' · ' ORDER BY t.name) AS names
        FROM public.event_topics et
        JOIN public.topics t ON t.id = et.topic_id AND t.archived_at IS NULL
        WHERE et.event_id = ANY (events) GROUP BY et.event_id) t ON t.event_id = e.id
$$;

-- Brings the lineups of some events up to date; what is right already is not written. It runs as its
-- owner: a speaker's new name stands in the events of every organiser.
CREATE FUNCTION refresh_lineups(events uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE events e SET lineup = l.lineup FROM event_lineups(events) l
    WHERE e.id = l.event_id AND e.lineup IS DISTINCT FROM l.lineup
$$;
REVOKE ALL ON FUNCTION refresh_lineups(uuid[]) FROM PUBLIC;

-- One statement for all links, or names, that one statement changed. load.publish() says it once at
-- its end, by events.lineup_later. The triggers run as their owner, as refresh_lineups does.
CREATE FUNCTION keep_lineup() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('events.lineup_later', true) = 'on' THEN RETURN NULL; END IF;
    IF tg_op = 'UPDATE' THEN
        PERFORM refresh_lineups(ARRAY(SELECT event_id FROM changed UNION SELECT event_id FROM was));
    ELSE
        PERFORM refresh_lineups(ARRAY(SELECT event_id FROM changed));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION keep_lineups_of_speakers() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('events.lineup_later', true) = 'on' THEN RETURN NULL; END IF;
    PERFORM refresh_lineups(ARRAY(
        SELECT es.event_id FROM event_speakers es JOIN changed c ON c.id = es.speaker_id
        JOIN was w ON w.id = c.id
        WHERE (c.name, c.archived_at IS NULL) IS DISTINCT FROM (w.name, w.archived_at IS NULL)));
    RETURN NULL;
END $$;

CREATE FUNCTION keep_lineups_of_topics() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('events.lineup_later', true) = 'on' THEN RETURN NULL; END IF;
    PERFORM refresh_lineups(ARRAY(
        SELECT et.event_id FROM event_topics et JOIN changed c ON c.id = et.topic_id
        JOIN was w ON w.id = c.id
        WHERE (c.name, c.archived_at IS NULL) IS DISTINCT FROM (w.name, w.archived_at IS NULL)));
    RETURN NULL;
END $$;

CREATE TRIGGER event_speakers_added AFTER INSERT ON event_speakers
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_lineup();
CREATE TRIGGER event_speakers_changed AFTER UPDATE ON event_speakers
    REFERENCING OLD TABLE AS was NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_lineup();
CREATE TRIGGER event_speakers_removed AFTER DELETE ON event_speakers
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_lineup();
CREATE TRIGGER event_topics_added AFTER INSERT ON event_topics
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_lineup();
CREATE TRIGGER event_topics_changed AFTER UPDATE ON event_topics
    REFERENCING OLD TABLE AS was NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_lineup();
CREATE TRIGGER event_topics_removed AFTER DELETE ON event_topics
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_lineup();
CREATE TRIGGER speakers_named AFTER UPDATE ON speakers
    REFERENCING OLD TABLE AS was NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_lineups_of_speakers();
CREATE TRIGGER topics_named AFTER UPDATE ON topics
    REFERENCING OLD TABLE AS was NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_lineups_of_topics();

-- Nothing is deleted in daily life: it is archived, and can be brought back.
CREATE FUNCTION archive_event(event uuid) RETURNS boolean LANGUAGE sql AS $$
    WITH done AS (
        UPDATE public.events SET archived_at = now() WHERE id = event AND archived_at IS NULL
        RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM done)
$$;

CREATE FUNCTION restore_event(event uuid) RETURNS boolean LANGUAGE sql AS $$
    WITH done AS (
        UPDATE public.events SET archived_at = NULL WHERE id = event AND archived_at IS NOT NULL
        RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM done)
$$;
