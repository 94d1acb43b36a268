-- What is asked of the knowledge base. The functions see what everybody may see (nothing archived,
-- no drafts) and run as their owner: row-level security keeps an index on text or names from being
-- used, because their operators could tell something about rows that are not shown.
CREATE SCHEMA search;

-- The nearest events by cosine, of those that the filters leave.
--
-- An index on vectors is asked for the nearest of all events and filters afterwards: with a narrow
-- filter it misses most of what is wanted. So where the filters leave no more than compare_up_to
-- events (four times as many of a topic) all of them are compared, by the signs of their numbers,
-- which lie in the row; and the embeddings of the hundreds that come nearest by those decide. Many
-- go by the index, which goes on until it has enough; and if it still comes short, all are compared.
CREATE FUNCTION search.events_by_vector(
    q vector, k int DEFAULT 10, in_city text DEFAULT NULL, in_country text DEFAULT NULL,
    of_kind text DEFAULT NULL, about text DEFAULT NULL, starts_from timestamptz DEFAULT NULL,
    starts_before timestamptz DEFAULT NULL, online boolean DEFAULT NULL,
    compare_up_to int DEFAULT 2000
) RETURNS TABLE (id uuid, distance real)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    SET plan_cache_mode = force_custom_plan SET hnsw.iterative_scan = strict_order
    SET hnsw.ef_search = 250 SET hnsw.max_scan_tuples = 40000 AS $$
DECLARE
    topic uuid := (SELECT t.id FROM topics t WHERE t.slug = about AND t.archived_at IS NULL);
    is_filtered boolean := num_nonnulls(
        in_city, in_country, of_kind, about, starts_from, starts_before, online) > 0;
    signs bit(1536) := binary_quantize(q)::bit(1536);
    -- Events of a topic lie together, so that the index may go through many others first.
    most int := compare_up_to * CASE WHEN about IS NULL THEN 1 ELSE 4 END;
    compares_all boolean := false;
    near uuid[];
BEGIN
    IF k NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION 'k is %, and must be between 1 and 1000', k;
    END IF;
    -- Nothing lies in the direction of a vector of zeros.
    IF about IS NOT NULL AND topic IS NULL OR vector_norm(q) = 0 THEN RETURN; END IF;
    IF is_filtered THEN
        -- Counted with drafts: then an index on the filter's column answers without the rows.
        SELECT count(*) <= most INTO compares_all FROM (
            SELECT 1 FROM events e
            WHERE e.archived_at IS NULL
                AND (in_city IS NULL OR e.city = in_city)
                AND (in_country IS NULL OR e.country = in_country)
                AND (of_kind IS NULL OR e.kind = of_kind)
                AND (starts_from IS NULL OR e.starts_at >= starts_from)
                AND (starts_before IS NULL OR e.starts_at < starts_before)
                AND (online IS NULL OR e.is_online = online)
                AND (topic IS NULL OR e.id = ANY (ARRAY(
                    SELECT et.event_id FROM event_topics et WHERE et.topic_id = topic
                    LIMIT most + 1)))
            LIMIT most + 1) c;
    END IF;
    LOOP
        IF compares_all THEN
            SELECT array_agg(n.id) INTO near FROM (
                SELECT e.id FROM events e
                WHERE e.archived_at IS NULL AND e.status <> 'draft'
                    AND e.embedding_signs IS NOT NULL
                    AND (in_city IS NULL OR e.city = in_city)
                    AND (in_country IS NULL OR e.country = in_country)
                    AND (of_kind IS NULL OR e.kind = of_kind)
                    AND (starts_from IS NULL OR e.starts_at >= starts_from)
                    AND (starts_before IS NULL OR e.starts_at < starts_before)
                    AND (online IS NULL OR e.is_online = online)
                    -- An IN behind an OR would read all events; = ANY of an array does not.
                    AND (topic IS NULL OR e.id = ANY (ARRAY(
                        SELECT et.event_id FROM event_topics et WHERE et.topic_id = topic)))
                ORDER BY e.embedding_signs <~> signs LIMIT greatest(20 * k, 400)) n;
            EXIT;
        END IF;
        SELECT array_agg(n.id) INTO near FROM (
            SELECT e.id FROM events e
            WHERE e.archived_at IS NULL AND e.status <> 'draft'
                AND (in_city IS NULL OR e.city = in_city)
                AND (in_country IS NULL OR e.country = in_country)
                AND (of_kind IS NULL OR e.kind = of_kind)
                AND (starts_from IS NULL OR e.starts_at >= starts_from)
                AND (starts_before IS NULL OR e.starts_at < starts_before)
                AND (online IS NULL OR e.is_online = online)
                -- As a value and not as EXISTS, which would become a join around the index.
                AND (topic IS NULL OR (
                    SELECT true FROM event_topics et
                    WHERE et.topic_id = topic AND et.event_id = e.id))
            ORDER BY e.embedding::halfvec(1536) <=> q::halfvec(1536) LIMIT k + 10) n;
        IF cardinality(near) >= k THEN
            -- The way through an index may miss a few that lie apart from all others. What the
            -- nearest topics are told of at is looked at as well.
            near := near || ARRAY(
                SELECT e.id FROM (
                    SELECT t.id FROM topics t WHERE t.embedding IS NOT NULL AND t.archived_at IS NULL
                    ORDER BY t.embedding::halfvec(1536) <=> q::halfvec(1536) LIMIT 3) t
                CROSS JOIN LATERAL (
                    SELECT et.event_id FROM event_topics et WHERE et.topic_id = t.id
                    ORDER BY et.relevance DESC LIMIT 150) l
                JOIN events e ON e.id = l.event_id
                WHERE e.archived_at IS NULL AND e.status <> 'draft'
                    AND (in_city IS NULL OR e.city = in_city)
                    AND (in_country IS NULL OR e.country = in_country)
                    AND (of_kind IS NULL OR e.kind = of_kind)
                    AND (starts_from IS NULL OR e.starts_at >= starts_from)
                    AND (starts_before IS NULL OR e.starts_at < starts_before)
                    AND (online IS NULL OR e.is_online = online)
                    AND (topic IS NULL OR t.id = topic)
                ORDER BY e.embedding_signs <~> signs LIMIT 3 * k + 20);
            EXIT;
        END IF;
        compares_all := true;
    END LOOP;
    RETURN QUERY
    SELECT e.id, (e.embedding <=> q)::real FROM events e WHERE e.id = ANY (near)
    ORDER BY e.embedding <=> q, e.id LIMIT k;
END $$;

-- The events of a topic, for filters: row-level security would look through all events for it.
CREATE FUNCTION search.events_about(about text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.id FROM topics t JOIN event_topics et ON et.topic_id = t.id
    JOIN events e ON e.id = et.event_id AND e.archived_at IS NULL AND e.status <> 'draft'
    WHERE t.slug = about AND t.archived_at IS NULL
$$;

-- Words, as people type them into a search field: "quoted phrases", OR, -not. Of a word that
-- thousands of events have, the next 2,000 to begin are ranked.
CREATE FUNCTION search.events_by_text(q text, k int DEFAULT 10)
    RETURNS TABLE (id uuid, rank real)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH found AS MATERIALIZED (
        SELECT e.id, e.search_text, e.starts_at FROM events e
        WHERE e.search_text @@ websearch_to_tsquery('english', q)
            AND e.archived_at IS NULL AND e.status <> 'draft'
        LIMIT 2000)
    SELECT f.id, ts_rank_cd(f.search_text, websearch_to_tsquery('english', q), 1) AS rank
    FROM found f ORDER BY rank DESC, f.starts_at DESC, f.id LIMIT k
$$;

-- Both, by the place that each gives (reciprocal rank fusion): what both find comes first.
CREATE FUNCTION search.events_hybrid(q text, v vector, k int DEFAULT 10)
    RETURNS TABLE (id uuid, score real, word_place int, meaning_place int)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH words AS (
        SELECT w.id, row_number() OVER (ORDER BY w.rank DESC, w.id) AS place
        FROM search.events_by_text(q, 50) w),
    meaning AS (
        SELECT m.id, row_number() OVER (ORDER BY m.distance, m.id) AS place
        FROM search.events_by_vector(v, 50) m)
    SELECT coalesce(w.id, m.id),
        (coalesce(1.0 / (60 + w.place), 0) + coalesce(1.0 / (60 + m.place), 0))::real AS score,
        w.place::int, m.place::int
    FROM words w FULL JOIN meaning m ON m.id = w.id
    ORDER BY score DESC, 1 LIMIT k
$$;

-- The person a name means: exactly, else the most alike.
CREATE FUNCTION search.speakers_by_name(q text, k int DEFAULT 10)
    RETURNS TABLE (id uuid, likeness real)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    SET pg_trgm.similarity_threshold = 0.3 AS $$
    SELECT s.id, similarity(s.normalized_name, normalize_person(q)) AS likeness
    FROM speakers s
    WHERE s.normalized_name % normalize_person(q) AND s.archived_at IS NULL
    ORDER BY likeness DESC, s.normalized_name, s.id LIMIT k
$$;

-- Who spoke with whom about what, within so many steps. Each person once, on a shortest way, with an
-- event that ties them to the one before. Links are followed one by one until there are enough.
CREATE FUNCTION search.spoke_with(person uuid, steps int DEFAULT 2, k int DEFAULT 50)
    RETURNS TABLE (step int, speaker_id uuid, via uuid, event_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    seen uuid[] := ARRAY[person]; edge uuid[] := ARRAY[person]; next_edge uuid[];
    reached int := 0; link record;
BEGIN
    IF steps NOT BETWEEN 1 AND 3 THEN
        RAISE EXCEPTION 'steps is %, and must be between 1 and 3', steps;
    END IF;
    IF NOT EXISTS (SELECT FROM speakers s WHERE s.id = person AND s.archived_at IS NULL) THEN RETURN; END IF;
    FOR now_step IN 1..steps LOOP
        next_edge := '{}';
        FOR link IN
            SELECT b.speaker_id, p.id AS via, e.id AS event_id
            FROM unnest(edge) WITH ORDINALITY p (id, place)
            CROSS JOIN LATERAL (
                SELECT a.event_id FROM event_speakers a WHERE a.speaker_id = p.id
                ORDER BY a.event_id OFFSET 0) a
            JOIN events e ON e.id = a.event_id AND e.archived_at IS NULL AND e.status <> 'draft'
            JOIN event_speakers b ON b.event_id = a.event_id
            JOIN speakers s ON s.id = b.speaker_id AND s.archived_at IS NULL
        LOOP
            CONTINUE WHEN link.speaker_id = ANY (seen);
            EXIT WHEN reached >= k;
            step := now_step; speaker_id := link.speaker_id; via := link.via;
            event_id := link.event_id;
            reached := reached + 1;
            seen := seen || link.speaker_id;
            next_edge := next_edge || link.speaker_id;
            RETURN NEXT;
        END LOOP;
        EXIT WHEN cardinality(next_edge) = 0 OR reached >= k;
        edge := next_edge;
    END LOOP;
END $$;

-- How many events there are by city, kind and topic in each month, as of the last load: what a
-- page of facets wants at once is not worth counting 100,000 events for.
CREATE MATERIALIZED VIEW search.monthly AS
WITH shown AS (
    SELECT e.id, e.city, e.kind, date_trunc('month', e.starts_at AT TIME ZONE 'UTC')::date AS month
    FROM public.events e WHERE e.archived_at IS NULL AND e.status <> 'draft')
SELECT month, 'city' AS facet, city AS value, count(*) AS events FROM shown
WHERE city IS NOT NULL GROUP BY 1, 3
UNION ALL SELECT month, 'kind', kind, count(*) FROM shown GROUP BY 1, 3
UNION ALL SELECT month, 'month', to_char(month, 'YYYY-MM'), count(*) FROM shown GROUP BY 1, 3
UNION ALL SELECT s.month, 'topic', t.slug, count(*) FROM shown s
JOIN public.event_topics et ON et.event_id = s.id JOIN public.topics t ON t.id = et.topic_id
WHERE t.archived_at IS NULL GROUP BY 1, 3;
CREATE UNIQUE INDEX monthly_once ON search.monthly (month, facet, value);

-- Called by load.publish(), which may run as one who does not own the view.
CREATE FUNCTION search.refresh() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    REFRESH MATERIALIZED VIEW CONCURRENTLY search.monthly
$$;

-- The facets of the months from one day's on to before another's.
CREATE FUNCTION search.facets(from_day date DEFAULT NULL, before_day date DEFAULT NULL, k int DEFAULT 10)
    RETURNS TABLE (facet text, value text, events bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT facet, value, events FROM (
        SELECT m.facet, m.value, sum(m.events)::bigint AS events,
            row_number() OVER (PARTITION BY m.facet ORDER BY sum(m.events) DESC, m.value) AS place
        FROM search.monthly m
        WHERE (from_day IS NULL OR m.month >= date_trunc('month', from_day))
            AND (before_day IS NULL OR m.month < date_trunc('month', before_day))
        GROUP BY m.facet, m.value) ranked
    WHERE place <= k ORDER BY facet, place
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
GRANT USAGE ON SCHEMA search TO events_owner, events_app, events_reader, events_pipeline;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA search
    TO events_owner, events_app, events_reader, events_pipeline;
REVOKE EXECUTE ON FUNCTION search.refresh() FROM events_app, events_reader;
