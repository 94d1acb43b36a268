-- Events that never were, as many as wanted, to see how the knowledge base does at size. They go
-- the way of all others: into the tables of load, then load.publish(). The same seed gives the same.
CREATE FUNCTION load.phrases() RETURNS TABLE (n int, subject text, angle text)
    LANGUAGE sql IMMUTABLE AS $$
    SELECT (8 * (s.n - 1) + a.n)::int, s.t, a.t
    FROM unnest(ARRAY['vector search','stream processing','soil sensors','type systems',
        'release trains','tracing','battery storage','query planning','accessibility','edge caches',
        'incident reviews','open data','language models','rail freight','heat pumps'])
        WITH ORDINALITY s (t, n),
    unnest(ARRAY['in production','for small teams','under load','from first principles',
        'without regret','at the edge','in public service','after ten years'])
        WITH ORDINALITY a (t, n)
$$;

-- The embeddings of the phrases. Where a model has put them here, generated events lie where its own
-- would: an index on vectors searches badly among those of two models, each of which is an island
-- to the other. Without them directions are random.
CREATE UNLOGGED TABLE load.directions (n int PRIMARY KEY, v real[] NOT NULL);

CREATE FUNCTION load.generate(wanted int, seed double precision DEFAULT 0.42) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    people int := greatest(20, wanted / 20);
    firms int := greatest(5, wanted / 200);
    themes int := 60;
    first text[] := ARRAY['Ada','Bela','Chidi','Dana','Emil','Fatou','Goran','Hana','Ines','Jun',
        'Kofi','Lena','Mara','Nils','Olga','Pavel','Quinn','Rosa','Sami','Tove','Uma','Vera','Wim',
        'Xenia','Yara','Zoe'];
    last text[] := ARRAY['Abara','Brandt','Castro','Dimitrov','Eklund','Ferrari','Grieg','Hassan',
        'Ivanova','Jansen','Kowalski','Lindqvist','Moreau','Novak','Okafor','Petrov','Quist',
        'Rossi','Silva','Tanaka','Ueda','Varga','Weber','Xu','Yilmaz','Zimmer'];
    subject text[] := ARRAY(SELECT p.subject FROM load.phrases() p WHERE p.n % 8 = 1 ORDER BY p.n);
    angle text[] := ARRAY(SELECT p.angle FROM load.phrases() p WHERE p.n <= 8 ORDER BY p.n);
    numbers int := coalesce((SELECT cardinality(d.v) FROM load.directions d LIMIT 1), 1536);
    is_modelled boolean := EXISTS (SELECT FROM load.directions);
    cities text[] := ARRAY['Berlin','Lisbon','Oslo','Lyon','Turin','Gdansk','Porto','Ghent','Graz',
        'Tartu'];
    countries text[] := ARRAY['DE','PT','NO','FR','IT','PL','PT','BE','AT','EE'];
BEGIN
    PERFORM setseed(seed);
    TRUNCATE load.companies, load.speakers, load.topics, load.events, load.event_speakers,
        load.event_topics, load.speaker_companies;
    INSERT INTO load.companies (id, name, domain, industry, size, location, country)
    SELECT uuid_generate_v5(uuid_ns_url(), 'generated:company:' || n), 'Generated Works ' || n,
        'works' || n || '.example.org', subject[1 + n % cardinality(subject)],
        (ARRAY['1-10','11-50','51-200','201-1000','1001+'])[1 + n % 5],
        cities[1 + n % cardinality(cities)], countries[1 + n % cardinality(countries)]
    FROM generate_series(1, firms) n;
    INSERT INTO load.speakers (id, name, title, country)
    SELECT uuid_generate_v5(uuid_ns_url(), 'generated:speaker:' || n),
        first[1 + n % 26] || ' ' || last[1 + n / 26 % 26] || ' G' || n, 'Engineer',
        countries[1 + n % cardinality(countries)]
    FROM generate_series(1, people) n;
    INSERT INTO load.speaker_companies (speaker_id, company_id, title, started_on)
    SELECT uuid_generate_v5(uuid_ns_url(), 'generated:speaker:' || n),
        uuid_generate_v5(uuid_ns_url(), 'generated:company:' || 1 + n % firms), 'Engineer',
        date '2020-01-01' + n % 1500
    FROM generate_series(1, people) n;
    -- Directions in which topics lie, and noise: sums of a few make as many vectors as wanted.
    CREATE TEMP TABLE direction ON COMMIT DROP AS
    SELECT n, l2_normalize(load.as_vector(array_agg((random() + random() + random() - 1.5)::real)))
        AS v
    FROM generate_series(1, themes + 600) n, generate_series(1, numbers) GROUP BY n;
    -- A topic's is that of its subject from one of its angles; an event's that of its own title.
    UPDATE direction t SET v = l2_normalize(load.as_vector(d.v)) FROM load.directions d
    WHERE t.n <= themes AND d.n = 8 * (t.n % 15) + 1 + t.n / 15 % 8;
    INSERT INTO direction SELECT themes + 600 + d.n, l2_normalize(load.as_vector(d.v))
    FROM load.directions d;
    ALTER TABLE direction ADD PRIMARY KEY (n);
    INSERT INTO load.topics (id, name, slug, description, embedding)
    SELECT uuid_generate_v5(uuid_ns_url(), 'generated:topic:' || n),
        subject[1 + n % 15] || ' ' || n, replace(subject[1 + n % 15], ' ', '-') || '-' || n,
        'Generated, about ' || subject[1 + n % 15], v::real[]
    FROM direction WHERE n <= themes;
    CREATE TEMP TABLE weight ON COMMIT DROP AS
    SELECT array_fill(0.8::real, ARRAY[1536])::vector(1536) AS strong,
        array_fill(0.5::real, ARRAY[1536])::vector(1536) AS weak;
    INSERT INTO load.events
    SELECT uuid_generate_v5(uuid_ns_url(), 'generated:event:' || e.n),
        uuid_generate_v5(uuid_ns_url(), 'generated:company:' || 1 + e.n % firms), 'generated',
        'generated:' || e.n,
        initcap(subject[1 + topic % 15]) || ' ' || angle[1 + e.n % 8] || ', no. ' || e.n,
        'A generated event about ' || subject[1 + topic % 15] || ' and '
            || subject[1 + other % 15] || ', ' || angle[1 + e.n % 8]
            || '. It was made to see how searching does at size, by number ' || e.n || '.',
        first[1 + who % 26] || ' ' || last[1 + who / 26 % 26] || ' G' || who || ' · '
            || first[1 + whom % 26] || ' ' || last[1 + whom / 26 % 26] || ' G' || whom || ' · '
            || subject[1 + topic % 15] || ' ' || topic,
        (ARRAY['conference','meetup','workshop','webinar','talk','panel'])[1 + e.n % 6],
        (ARRAY['scheduled','scheduled','scheduled','scheduled','scheduled','scheduled','completed',
               'postponed','cancelled','draft'])[1 + e.n / 7 % 10],
        starts, starts + interval '1 hour' * (1 + e.n % 8), 'UTC', false, e.n % 5 = 0,
        CASE WHEN e.n % 5 > 0 THEN 'Hall ' || e.n % 90 END, cities[1 + place], countries[1 + place],
        (ARRAY['en','de','pt','fr'])[1 + e.n % 4], 'https://events.example.org/' || e.n, NULL,
        20 + e.n % 500, CASE WHEN e.n % 50 = 0 THEN 'series ' || e.n % 1000 END,
        l2_normalize(a.v * w.strong + b.v * w.weak + c.v * w.weak + d.v * w.weak)::real[], 0.95
    FROM (
        SELECT n, 1 + floor(themes * random() ^ 1.5)::int AS topic,
            1 + floor(themes * random())::int AS other,
            themes + 1 + floor(600 * random())::int AS noise,
            themes + 1 + floor(600 * random())::int AS din,
            1 + floor(people * random())::int AS who,
            1 + (floor(people * random())::int + n) % people AS whom,
            floor(10 * random() ^ 2)::int AS place,
            timestamptz '2024-01-01 09:00+00' + interval '1 hour' * floor(24 * 1500 * random())
                AS starts
        FROM generate_series(1, wanted) n) e
    JOIN direction a ON a.n = CASE WHEN is_modelled
        THEN themes + 600 + 8 * (e.topic % 15) + 1 + e.n % 8 ELSE e.topic END
    JOIN direction b ON b.n = e.other
    JOIN direction c ON c.n = e.noise JOIN direction d ON d.n = e.din, weight w;
    INSERT INTO load.event_speakers
    SELECT e.id, s.id, 'speaker', 1, 1 FROM load.events e
    JOIN load.speakers s ON s.name = split_part(e.lineup, ' · ', 1);
    INSERT INTO load.event_speakers
    SELECT e.id, s.id, CASE WHEN e.kind = 'panel' THEN 'panelist' ELSE 'speaker' END, 2, 1
    FROM load.events e JOIN load.speakers s ON s.name = split_part(e.lineup, ' · ', 2)
    WHERE split_part(e.lineup, ' · ', 1) <> split_part(e.lineup, ' · ', 2);
    INSERT INTO load.event_topics
    SELECT e.id, t.id, 0.9 FROM load.events e
    JOIN load.topics t ON t.name = split_part(e.lineup, ' · ', 3);
    DROP TABLE direction, weight;
END $$;

REVOKE ALL ON FUNCTION load.generate(int, double precision), load.phrases() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION load.generate(int, double precision), load.phrases()
    TO events_owner, events_pipeline;
GRANT ALL ON load.directions TO events_owner;
GRANT SELECT, INSERT, DELETE, TRUNCATE ON load.directions TO events_pipeline;
