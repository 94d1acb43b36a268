-- What each source said last. By it load.publish() tells what a source has changed since from what
-- somebody has changed here by hand: a column is written when its source says something new of it,
-- and stays as it is otherwise. What its sources no longer tell of is archived, and comes back when
-- they tell of it again.
CREATE TABLE load.known (
    table_name text NOT NULL,
    -- The id, or the columns that make a link one.
    key text NOT NULL,
    -- As it was copied; of an embedding its MD5 only.
    source_row jsonb NOT NULL,
    -- Which publication it belongs to; what belongs to none is never withdrawn.
    batch text,
    withdrawn boolean NOT NULL DEFAULT false,
    PRIMARY KEY (table_name, key)
);

-- What is being published, as it was copied.
CREATE UNLOGGED TABLE load.arrived (
    table_name text NOT NULL, key text NOT NULL, source_row jsonb NOT NULL);
CREATE INDEX arrived_by_key ON load.arrived (table_name, key);

CREATE FUNCTION load.key_columns(table_name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE table_name
        WHEN 'event_speakers' THEN '{event_id,speaker_id,role}'::text[]
        WHEN 'event_topics' THEN '{event_id,topic_id}'
        WHEN 'speaker_companies' THEN '{speaker_id,company_id,started_on}'
        ELSE '{id}' END
$$;

-- The key as SQL, of the row that a name stands for.
CREATE FUNCTION load.key_of(table_name text, alias text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT 'concat_ws('' '', ' || string_agg(format('%I.%I', alias, k), ', ' ORDER BY n) || ')'
    FROM unnest(load.key_columns(table_name)) WITH ORDINALITY c (k, n)
$$;

-- Where a copied row has another id than the one that is here and means the same (a company or topic
-- of that name, a speaker of that profile or name), the one that is here is meant.
CREATE FUNCTION load.same_here() RETURNS TABLE (table_name text, brought uuid, here uuid)
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH alike AS (
        SELECT 'companies' AS table_name, s.id AS brought, c.id AS here, 1 AS way
        FROM load.companies s JOIN companies c ON c.normalized_name = normalize_company(s.name)
        UNION ALL
        SELECT 'topics', s.id, c.id, 1
        FROM load.topics s JOIN topics c ON c.normalized_name = normalize_text(s.name)
        UNION ALL
        SELECT 'topics', s.id, c.id, 2 FROM load.topics s JOIN topics c ON c.slug = s.slug
        UNION ALL
        SELECT 'speakers', s.id, c.id, 1
        FROM load.speakers s JOIN speakers c ON lower(c.linkedin_url) = lower(s.linkedin_url)
        UNION ALL
        SELECT 'speakers', s.id, c.id, 2 FROM load.speakers s JOIN speakers c
            ON c.normalized_name = normalize_person(s.name)
            AND c.distinction = coalesce(s.distinction, '')
        WHERE s.linkedin_url IS NULL OR c.linkedin_url IS NULL),
    ids AS (
        SELECT 'companies' AS table_name, id FROM load.companies
        UNION ALL SELECT 'topics', id FROM load.topics UNION ALL SELECT 'speakers', id FROM load.speakers),
    free AS (
        SELECT DISTINCT ON (a.table_name, a.brought) a.* FROM alike a
        WHERE a.brought <> a.here
            AND NOT EXISTS (SELECT FROM ids i WHERE (i.table_name, i.id) = (a.table_name, a.here))
            AND NOT EXISTS (SELECT FROM companies c WHERE c.id = a.brought)
            AND NOT EXISTS (SELECT FROM topics c WHERE c.id = a.brought)
            AND NOT EXISTS (SELECT FROM speakers c WHERE c.id = a.brought)
        ORDER BY a.table_name, a.brought, a.way, a.here)
    SELECT DISTINCT ON (f.table_name, f.here) f.table_name, f.brought, f.here FROM free f
    ORDER BY f.table_name, f.here, f.way, f.brought
$$;

CREATE FUNCTION load.adopt() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    reference record; brought_ids uuid[]; here_ids uuid[]; entity text;
BEGIN
    FOR entity, brought_ids, here_ids IN
        SELECT s.table_name, array_agg(s.brought), array_agg(s.here)
        FROM load.same_here() s GROUP BY s.table_name
    LOOP
        FOR reference IN SELECT * FROM (VALUES
            ('companies', 'companies', 'id'), ('companies', 'events', 'organiser_id'),
            ('companies', 'speaker_companies', 'company_id'), ('speakers', 'speakers', 'id'),
            ('speakers', 'event_speakers', 'speaker_id'),
            ('speakers', 'speaker_companies', 'speaker_id'), ('topics', 'topics', 'id'),
            ('topics', 'topics', 'parent_id'), ('topics', 'event_topics', 'topic_id')
        ) r (of_entity, of_table, of_column) WHERE of_entity = entity
        LOOP
            EXECUTE format(
                'UPDATE load.%1$I s SET %2$I = m.here FROM unnest($1, $2) m (brought, here) '
                'WHERE s.%2$I = m.brought', reference.of_table, reference.of_column)
                USING brought_ids, here_ids;
        END LOOP;
    END LOOP;
    -- One of the same name with another profile is somebody else.
    UPDATE load.speakers s SET distinction = s.linkedin_url FROM speakers c
    WHERE c.normalized_name = normalize_person(s.name) AND c.distinction = coalesce(s.distinction, '')
        AND c.id <> s.id AND lower(c.linkedin_url) <> lower(s.linkedin_url)
        AND NOT EXISTS (SELECT FROM load.speakers o WHERE o.id = c.id);
END $$;

-- Notes what was copied for a table, takes out what its source has not changed since, and puts into
-- the rest what stands here in the columns of which its source says nothing new.
CREATE FUNCTION load.merge(table_name text) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    key_of text := load.key_of(table_name, 's');
    is_link boolean := load.key_columns(table_name) <> '{id}';
    has_vector boolean := table_name IN ('events', 'speakers', 'topics');
    assignments text;
BEGIN
    EXECUTE format(
        'INSERT INTO load.arrived SELECT %1$L, %2$s, to_jsonb(s) %3$s FROM load.%1$I s',
        table_name, key_of, CASE WHEN has_vector
            THEN '|| jsonb_build_object(''embedding'', md5(s.embedding::text))' ELSE '' END);
    -- What was deleted here is brought again.
    IF NOT is_link THEN
        EXECUTE format(
            'DELETE FROM load.known k WHERE k.table_name = %1$L '
            'AND NOT EXISTS (SELECT FROM %1$I c WHERE c.id::text = k.key)', table_name);
    ELSE
        EXECUTE format(
            'DELETE FROM load.known k WHERE k.table_name = %1$L AND NOT (%2$s)', table_name,
            (SELECT string_agg(format('EXISTS (SELECT FROM %I c WHERE c.id::text = k.source_row->>%L)',
                 CASE p WHEN 'company_id' THEN 'companies' ELSE replace(p, '_id', 's') END, p), ' AND ')
             FROM unnest(load.key_columns(table_name)) p WHERE p LIKE '%\_id'));
    END IF;
    EXECUTE format(
        'DELETE FROM load.%1$I s USING load.arrived a JOIN load.known k USING (table_name, key) '
        'WHERE a.table_name = %1$L AND a.key = %2$s AND NOT k.withdrawn '
        'AND k.source_row = a.source_row', table_name, key_of);
    IF is_link THEN RETURN; END IF;
    SELECT string_agg(format(
        '%1$I = CASE WHEN k.key IS NULL THEN coalesce(c.%1$I%2$s, s.%1$I) '
        'WHEN k.source_row->>%1$L IS NOT DISTINCT FROM a.source_row->>%1$L THEN c.%1$I%2$s '
        'ELSE s.%1$I END', attname, CASE WHEN attname = 'embedding' THEN '::real[]' ELSE '' END), ', ')
    INTO assignments FROM pg_attribute
    WHERE attrelid = format('load.%I', table_name)::regclass AND attnum > 0 AND NOT attisdropped
        AND attname <> 'id';
    EXECUTE format(
        'UPDATE load.%1$I s SET %2$s FROM %1$I c, load.arrived a LEFT JOIN load.known k '
        'ON (k.table_name, k.key) = (a.table_name, a.key) '
        'WHERE c.id = s.id AND a.table_name = %1$L AND a.key = s.id::text', table_name, assignments);
    IF table_name = 'events' THEN
        -- The source's vector is not one of a text that somebody has written here.
        UPDATE load.events s SET embedding = NULL FROM load.arrived a
        WHERE a.table_name = 'events' AND a.key = s.id::text
            AND md5(s.embedding::text) = a.source_row->>'embedding'
            AND (s.title, s.description)
                IS DISTINCT FROM (a.source_row->>'title', a.source_row->>'description');
    END IF;
END $$;

-- Takes away the links that sources told of before and do not any more, of what they still tell of;
-- those that were made here stay. Gives the events that lost one.
CREATE FUNCTION load.unlink(table_name text, parent text, parent_column text) RETURNS uuid[]
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE touched uuid[];
BEGIN
    EXECUTE format(
        'WITH gone AS (DELETE FROM load.known k WHERE k.table_name = %1$L '
        'AND EXISTS (SELECT FROM load.arrived p WHERE p.table_name = %2$L AND p.key = k.source_row->>%3$L) '
        'AND NOT EXISTS (SELECT FROM load.arrived a WHERE (a.table_name, a.key) = (k.table_name, k.key)) '
        'RETURNING k.key), '
        'taken AS (DELETE FROM %1$I s USING gone WHERE gone.key = %4$s RETURNING s.%3$I) '
        'SELECT array_agg(%3$I) FROM taken',
        table_name, parent, parent_column, load.key_of(table_name, 's')) INTO touched;
    RETURN coalesce(touched, '{}');
END $$;

-- Archives what this batch brought before and does not now: events, and what none that is shown
-- refers to; and takes out of the archive what it had put there and is told of again. A batch without
-- any event withdraws nothing: that is a folder that was not there.
CREATE FUNCTION load.withdraw(the_batch text) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE of_table text; used text;
BEGIN
    FOR of_table, used IN VALUES ('events', 'false'),
        ('speakers', 'EXISTS (SELECT FROM event_speakers l JOIN events e ON e.id = l.event_id '
            'WHERE l.speaker_id = c.id AND e.archived_at IS NULL)'),
        ('topics', 'EXISTS (SELECT FROM event_topics l JOIN events e ON e.id = l.event_id '
            'WHERE l.topic_id = c.id AND e.archived_at IS NULL)'),
        ('companies', 'EXISTS (SELECT FROM events e WHERE e.organiser_id = c.id '
            'AND e.archived_at IS NULL) OR EXISTS (SELECT FROM speaker_companies l '
            'JOIN speakers s ON s.id = l.speaker_id WHERE l.company_id = c.id AND s.archived_at IS NULL)')
    LOOP
        EXECUTE format(
            'UPDATE %1$I c SET archived_at = NULL FROM load.known k JOIN load.arrived a USING (table_name, key) '
            'WHERE k.table_name = %1$L AND k.withdrawn AND k.key = c.id::text', of_table);
        CONTINUE WHEN the_batch IS NULL
            OR NOT EXISTS (SELECT FROM load.arrived a WHERE a.table_name = 'events');
        EXECUTE format(
            'WITH gone AS (UPDATE %1$I c SET archived_at = greatest(now(), c.created_at) FROM load.known k '
            'WHERE k.table_name = %1$L AND k.batch = $1 AND k.key = c.id::text AND c.archived_at IS NULL '
            'AND NOT EXISTS (SELECT FROM load.arrived a WHERE (a.table_name, a.key) = (k.table_name, k.key)) '
            'AND NOT (%2$s) RETURNING c.id) '
            'UPDATE load.known k SET withdrawn = true FROM gone '
            'WHERE k.table_name = %1$L AND k.key = gone.id::text', of_table, used)
            USING the_batch;
    END LOOP;
END $$;

-- Remembers what was taken over; what was refused is looked at again the next time.
CREATE FUNCTION load.remember(the_batch text) RETURNS void
    LANGUAGE sql SET search_path = public, pg_temp AS $$
    INSERT INTO load.known AS k (table_name, key, source_row, batch)
    SELECT DISTINCT ON (a.table_name, a.key) a.table_name, a.key, a.source_row, the_batch
    FROM load.arrived a
    WHERE NOT EXISTS (
        SELECT FROM load.refused r
        WHERE r.refused_at = now() AND r.table_name = a.table_name
            AND a.key = (SELECT string_agg(r.source_row->>c, ' ' ORDER BY n)
                         FROM unnest(load.key_columns(r.table_name)) WITH ORDINALITY x (c, n)))
    ORDER BY a.table_name, a.key
    ON CONFLICT (table_name, key) DO UPDATE SET source_row = excluded.source_row, withdrawn = false,
        batch = coalesce(excluded.batch, k.batch)
    WHERE (k.source_row, k.withdrawn, k.batch)
        IS DISTINCT FROM (excluded.source_row, false, coalesce(excluded.batch, k.batch))
$$;

REVOKE ALL ON FUNCTION load.key_columns(text), load.key_of(text, text), load.same_here(),
    load.adopt(), load.merge(text), load.unlink(text, text, text), load.withdraw(text),
    load.remember(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION load.key_columns(text), load.key_of(text, text), load.same_here(),
    load.adopt(), load.merge(text), load.unlink(text, text, text), load.withdraw(text),
    load.remember(text) TO events_owner, events_pipeline;
GRANT ALL ON load.known, load.arrived TO events_owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON load.known TO events_pipeline;
GRANT SELECT, INSERT, TRUNCATE ON load.arrived TO events_pipeline;
