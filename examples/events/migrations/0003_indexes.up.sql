-- Each index has a query in queries/indexes.sql, and a test that the query uses it.

-- events: by time, by place, by state, by what is said
CREATE UNIQUE INDEX events_by_source ON events (source, source_key);
CREATE INDEX events_by_start ON events (starts_at) WHERE archived_at IS NULL;
CREATE INDEX events_by_end ON events (ends_at DESC) WHERE archived_at IS NULL;
CREATE INDEX events_by_period ON events USING gist (tstzrange(starts_at, ends_at, '[]'));
CREATE INDEX events_by_organiser ON events (organiser_id, starts_at);
CREATE INDEX events_by_status ON events (status, starts_at) WHERE status <> 'scheduled';
CREATE INDEX events_by_kind ON events (kind, starts_at) WHERE archived_at IS NULL;
CREATE INDEX events_by_city ON events (city, starts_at) WHERE archived_at IS NULL;
CREATE INDEX events_by_country ON events (country, starts_at) WHERE archived_at IS NULL;
CREATE INDEX events_by_language ON events (language, starts_at) WHERE archived_at IS NULL;
CREATE INDEX events_online ON events (starts_at) WHERE is_online AND archived_at IS NULL;
CREATE INDEX events_by_series ON events (series_key, starts_at) WHERE series_key IS NOT NULL;
CREATE INDEX events_by_title ON events USING gin (normalized_title gin_trgm_ops);
CREATE INDEX events_by_text ON events USING gin (search_text);
CREATE INDEX events_by_quality ON events (quality_score, id) WHERE archived_at IS NULL;
CREATE INDEX events_by_reason ON events USING gin (quality_reasons);
CREATE INDEX events_archived ON events (archived_at) WHERE archived_at IS NOT NULL;
CREATE INDEX events_without_embedding ON events (updated_at) WHERE embedding IS NULL;
CREATE INDEX events_by_update ON events (updated_at);

-- speakers
CREATE UNIQUE INDEX speakers_by_name ON speakers (normalized_name, distinction);
CREATE INDEX speakers_by_likeness ON speakers USING gin (normalized_name gin_trgm_ops);
CREATE UNIQUE INDEX speakers_by_linkedin ON speakers (lower(linkedin_url));
CREATE INDEX speakers_by_twitter ON speakers (lower(twitter_url)) WHERE twitter_url IS NOT NULL;
CREATE INDEX speakers_by_country ON speakers (country) WHERE archived_at IS NULL;
CREATE INDEX speakers_by_quality ON speakers (quality_score) WHERE archived_at IS NULL;
CREATE INDEX speakers_doubtful ON speakers (confidence_score) WHERE confidence_score < 0.8;
CREATE INDEX speakers_by_update ON speakers (updated_at);

-- companies
CREATE UNIQUE INDEX companies_by_name ON companies (normalized_name);
CREATE INDEX companies_by_likeness ON companies USING gin (normalized_name gin_trgm_ops);
CREATE INDEX companies_by_domain ON companies (domain) WHERE domain IS NOT NULL;
CREATE INDEX companies_by_country ON companies (country, size) WHERE archived_at IS NULL;
CREATE INDEX companies_by_industry ON companies (industry) WHERE archived_at IS NULL;
CREATE INDEX companies_by_quality ON companies (quality_score) WHERE archived_at IS NULL;
CREATE INDEX companies_by_update ON companies (updated_at);

-- topics
CREATE UNIQUE INDEX topics_by_name ON topics (normalized_name);
CREATE UNIQUE INDEX topics_by_slug ON topics (slug);
CREATE INDEX topics_by_likeness ON topics USING gin (normalized_name gin_trgm_ops);
CREATE INDEX topics_by_parent ON topics (parent_id) WHERE parent_id IS NOT NULL;

-- what ties them together: each way round
CREATE INDEX event_speakers_by_speaker ON event_speakers (speaker_id, event_id);
CREATE INDEX event_speakers_by_role ON event_speakers (role, speaker_id) WHERE role <> 'speaker';
CREATE INDEX event_topics_by_topic ON event_topics (topic_id, relevance DESC, event_id);
CREATE INDEX speaker_companies_by_company ON speaker_companies (company_id, speaker_id)
    WHERE is_current;

-- Vectors. At half precision an index is half as large and finds the same: see README.md, Measured.
CREATE INDEX events_by_meaning ON events
    USING hnsw ((embedding::halfvec(1536)) halfvec_cosine_ops) WITH (m = 16, ef_construction = 128);
CREATE INDEX speakers_by_meaning ON speakers
    USING hnsw ((embedding::halfvec(1536)) halfvec_cosine_ops);
CREATE INDEX topics_by_meaning ON topics
    USING hnsw ((embedding::halfvec(1536)) halfvec_cosine_ops);
