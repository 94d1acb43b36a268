-- The seven tables of the knowledge base. Text comes in however people write it; what is compared
-- is normalised, and every rule that a row has to keep is a CHECK with a name of its own.
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Lower case, without accents, with one space between words: "  José   NÚÑEZ " is "jose nunez".
-- The tables check the form; triggers make it.
CREATE FUNCTION normalize_text(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        lower(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g')),
        '[^[:alnum:]+#]+', ' ', 'g'))
$$;

-- A person's name without titles.
CREATE FUNCTION normalize_person(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        ' ' || public.normalize_text($1) || ' ', '( (dr|prof|mr|mrs|ms|mx|phd|msc|ing))+ ', ' ', 'g'))
$$;

-- A company's name without its legal form.
CREATE FUNCTION normalize_company(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        ' ' || public.normalize_text($1) || ' ',
        '( (inc|ltd|llc|gmbh|ag|sa|bv|plc|co|corp|limited|incorporated|company))+ $', ' ', 'g'))
$$;

CREATE TABLE companies (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    name text NOT NULL,
    normalized_name text NOT NULL,
    domain text,
    description text,
    website_url text,
    logo_url text,
    industry text,
    size text,
    location text,
    country text,
    confidence_score real NOT NULL DEFAULT 1,
    quality_score real NOT NULL DEFAULT 0,
    quality_reasons text[] NOT NULL DEFAULT '{}',
    archived_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT companies_name_filled CHECK (btrim(name) <> '' AND length(name) <= 300),
    CONSTRAINT companies_name_normalized CHECK (
        normalized_name = lower(normalized_name) AND normalized_name <> ''
        AND normalized_name !~ '[^[:alnum:]+# ]|^ | $|  '),
    CONSTRAINT companies_domain_form CHECK (
        domain ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$'),
    CONSTRAINT companies_website_url CHECK (length(website_url) <= 2048 AND website_url ~ '^https?://[^[:space:]/?#]+\.[^[:space:]]+$'),
    CONSTRAINT companies_logo_url CHECK (length(logo_url) <= 2048 AND logo_url ~ '^https?://[^[:space:]/?#]+\.[^[:space:]]+$'),
    CONSTRAINT companies_size CHECK (size IN ('1-10', '11-50', '51-200', '201-1000', '1001+')),
    CONSTRAINT companies_country CHECK (country ~ '^[A-Z]{2}$'),
    CONSTRAINT companies_confidence CHECK (confidence_score BETWEEN 0 AND 1),
    CONSTRAINT companies_quality CHECK (quality_score BETWEEN 0 AND 1),
    CONSTRAINT companies_times CHECK (updated_at >= created_at AND archived_at >= created_at)
);

CREATE TABLE speakers (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    name text NOT NULL,
    normalized_name text NOT NULL,
    -- Tells two people of one name apart: a profile, a domain, a place; empty for the first.
    distinction text NOT NULL DEFAULT '',
    title text,
    bio text,
    linkedin_url text,
    twitter_url text,
    website_url text,
    avatar_url text,
    country text,
    embedding vector(1536),
    confidence_score real NOT NULL DEFAULT 1,
    quality_score real NOT NULL DEFAULT 0,
    quality_reasons text[] NOT NULL DEFAULT '{}',
    archived_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT speakers_name_filled CHECK (btrim(name) <> '' AND length(name) <= 300),
    CONSTRAINT speakers_name_normalized CHECK (
        normalized_name = lower(normalized_name) AND normalized_name <> ''
        AND normalized_name !~ '[^[:alnum:]+# ]|^ | $|  '),
    CONSTRAINT speakers_linkedin_url CHECK (
        length(linkedin_url) <= 2048 AND linkedin_url ~ '^https?://[^[:space:]/?#]+\.[^[:space:]]+$' AND linkedin_url ~ '^https?://([a-z]+\.)?linkedin\.com/'),
    CONSTRAINT speakers_twitter_url CHECK (
        length(twitter_url) <= 2048 AND twitter_url ~ '^https?://[^[:space:]/?#]+\.[^[:space:]]+$' AND twitter_url ~ '^https?://(www\.)?(twitter|x)\.com/'),
    CONSTRAINT speakers_website_url CHECK (length(website_url) <= 2048 AND website_url ~ '^https?://[^[:space:]/?#]+\.[^[:space:]]+$'),
    CONSTRAINT speakers_avatar_url CHECK (length(avatar_url) <= 2048 AND avatar_url ~ '^https?://[^[:space:]/?#]+\.[^[:space:]]+$'),
    CONSTRAINT speakers_country CHECK (country ~ '^[A-Z]{2}$'),
    CONSTRAINT speakers_confidence CHECK (confidence_score BETWEEN 0 AND 1),
    CONSTRAINT speakers_quality CHECK (quality_score BETWEEN 0 AND 1),
    CONSTRAINT speakers_times CHECK (updated_at >= created_at AND archived_at >= created_at)
);

CREATE TABLE topics (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    name text NOT NULL,
    normalized_name text NOT NULL,
    slug text NOT NULL,
    description text,
    parent_id uuid,
    embedding vector(1536),
    confidence_score real NOT NULL DEFAULT 1,
    quality_score real NOT NULL DEFAULT 0,
    quality_reasons text[] NOT NULL DEFAULT '{}',
    archived_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    -- A topic outlives the one it is a part of.
    CONSTRAINT topics_parent FOREIGN KEY (parent_id) REFERENCES topics (id) ON DELETE SET NULL,
    CONSTRAINT topics_not_own_parent CHECK (parent_id <> id),
    CONSTRAINT topics_name_filled CHECK (btrim(name) <> '' AND length(name) <= 200),
    CONSTRAINT topics_name_normalized CHECK (
        normalized_name = lower(normalized_name) AND normalized_name <> ''
        AND normalized_name !~ '[^[:alnum:]+# ]|^ | $|  '),
    CONSTRAINT topics_slug CHECK (slug ~ '^[a-z0-9+#]+(-[a-z0-9+#]+)*$'),
    CONSTRAINT topics_confidence CHECK (confidence_score BETWEEN 0 AND 1),
    CONSTRAINT topics_quality CHECK (quality_score BETWEEN 0 AND 1),
    CONSTRAINT topics_times CHECK (updated_at >= created_at AND archived_at >= created_at)
);

CREATE TABLE events (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    organiser_id uuid,
    -- Where it came from, and under which name; an occurrence of a series has a key of its own.
    source text NOT NULL DEFAULT 'manual',
    source_key text NOT NULL DEFAULT uuid_generate_v4()::text,
    content_hash text,
    title text NOT NULL,
    normalized_title text NOT NULL,
    description text,
    -- The names of speakers and topics, for full text; kept by triggers.
    lineup text NOT NULL DEFAULT '',
    kind text NOT NULL DEFAULT 'talk',
    status text NOT NULL DEFAULT 'scheduled',
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    timezone text NOT NULL DEFAULT 'UTC',
    is_all_day boolean NOT NULL DEFAULT false,
    is_online boolean NOT NULL DEFAULT false,
    venue text,
    city text,
    country text,
    language text,
    url text,
    image_url text,
    capacity integer,
    series_key text,
    embedding vector(1536),
    confidence_score real NOT NULL DEFAULT 1,
    quality_score real NOT NULL DEFAULT 0,
    quality_reasons text[] NOT NULL DEFAULT '{}',
    archived_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search_text tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A')
        || setweight(to_tsvector('english', lineup), 'B')
        || setweight(to_tsvector('english', left(coalesce(description, ''), 100000)), 'C')
        || setweight(to_tsvector('simple', coalesce(venue, '') || ' ' || coalesce(city, '')), 'D')
    ) STORED,
    -- The signs of the embedding's numbers. They lie in the row itself, where the embedding is too
    -- large to: thousands are compared in the time that fetching a hundred embeddings takes.
    embedding_signs bit(1536) GENERATED ALWAYS AS (binary_quantize(embedding)::bit(1536)) STORED,
    -- A company cannot go while it has events: archive it.
    CONSTRAINT events_organiser FOREIGN KEY (organiser_id) REFERENCES companies (id)
        ON DELETE RESTRICT,
    CONSTRAINT events_source CHECK (source IN ('ics', 'jsonld', 'csv', 'manual', 'generated')),
    CONSTRAINT events_source_key CHECK (source_key <> '' AND length(source_key) <= 1000),
    CONSTRAINT events_title_filled CHECK (btrim(title) <> '' AND length(title) <= 500),
    CONSTRAINT events_title_normalized CHECK (
        normalized_title = lower(normalized_title)
        AND normalized_title !~ '[^[:alnum:]+# ]|^ | $|  '),
    CONSTRAINT events_description_length CHECK (length(description) <= 1000000),
    CONSTRAINT events_kind CHECK (
        kind IN ('conference', 'meetup', 'workshop', 'webinar', 'talk', 'panel')),
    CONSTRAINT events_status CHECK (
        status IN ('draft', 'scheduled', 'postponed', 'cancelled', 'completed')),
    CONSTRAINT events_time_order CHECK (starts_at <= ends_at),
    CONSTRAINT events_duration CHECK (ends_at - starts_at <= interval '60 days'),
    CONSTRAINT events_times CHECK (updated_at >= created_at AND archived_at >= created_at),
    CONSTRAINT events_country CHECK (country ~ '^[A-Z]{2}$'),
    CONSTRAINT events_language CHECK (language ~ '^[a-z]{2}$'),
    CONSTRAINT events_url CHECK (length(url) <= 2048 AND url ~ '^https?://[^[:space:]/?#]+\.[^[:space:]]+$'),
    CONSTRAINT events_image_url CHECK (length(image_url) <= 2048 AND image_url ~ '^https?://[^[:space:]/?#]+\.[^[:space:]]+$'),
    CONSTRAINT events_capacity CHECK (capacity > 0),
    CONSTRAINT events_confidence CHECK (confidence_score BETWEEN 0 AND 1),
    CONSTRAINT events_quality CHECK (quality_score BETWEEN 0 AND 1)
);

CREATE TABLE event_speakers (
    event_id uuid NOT NULL,
    speaker_id uuid NOT NULL,
    role text NOT NULL DEFAULT 'speaker',
    position integer NOT NULL DEFAULT 1,
    confidence_score real NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (event_id, speaker_id, role),
    -- Who spoke is a part of the event, and goes with either.
    CONSTRAINT event_speakers_event FOREIGN KEY (event_id) REFERENCES events (id)
        ON DELETE CASCADE,
    CONSTRAINT event_speakers_speaker FOREIGN KEY (speaker_id) REFERENCES speakers (id)
        ON DELETE CASCADE,
    CONSTRAINT event_speakers_role CHECK (
        role IN ('speaker', 'host', 'panelist', 'moderator', 'keynote')),
    CONSTRAINT event_speakers_position CHECK (position > 0),
    CONSTRAINT event_speakers_confidence CHECK (confidence_score BETWEEN 0 AND 1)
);

CREATE TABLE event_topics (
    event_id uuid NOT NULL,
    topic_id uuid NOT NULL,
    relevance real NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (event_id, topic_id),
    CONSTRAINT event_topics_event FOREIGN KEY (event_id) REFERENCES events (id)
        ON DELETE CASCADE,
    CONSTRAINT event_topics_topic FOREIGN KEY (topic_id) REFERENCES topics (id)
        ON DELETE CASCADE,
    CONSTRAINT event_topics_relevance CHECK (relevance BETWEEN 0 AND 1)
);

CREATE TABLE speaker_companies (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    speaker_id uuid NOT NULL,
    company_id uuid NOT NULL,
    title text,
    is_current boolean NOT NULL DEFAULT true,
    started_on date,
    ended_on date,
    confidence_score real NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    -- It says something about a person, and goes with the person; a company with people stays.
    CONSTRAINT speaker_companies_speaker FOREIGN KEY (speaker_id) REFERENCES speakers (id)
        ON DELETE CASCADE,
    CONSTRAINT speaker_companies_company FOREIGN KEY (company_id) REFERENCES companies (id)
        ON DELETE RESTRICT,
    -- One row a person, company and beginning, also where nobody knows when it began.
    CONSTRAINT speaker_companies_once UNIQUE NULLS NOT DISTINCT (speaker_id, company_id, started_on),
    CONSTRAINT speaker_companies_order CHECK (started_on <= ended_on),
    CONSTRAINT speaker_companies_current CHECK (NOT (is_current AND ended_on IS NOT NULL)),
    CONSTRAINT speaker_companies_confidence CHECK (confidence_score BETWEEN 0 AND 1)
);
