-- Each index of the knowledge base with a query of daily life that uses it. A test asks PostgreSQL
-- for the plan of each, and fails where one of them does not use its index, or an index has no query.

-- index: companies_pkey
SELECT name FROM companies WHERE id = '00000000-0000-5000-8000-000000000001';
-- index: speakers_pkey
SELECT name FROM speakers WHERE id = '00000000-0000-5000-8000-000000000001';
-- index: topics_pkey
SELECT name FROM topics WHERE id = '00000000-0000-5000-8000-000000000001';
-- index: events_pkey
SELECT title FROM events WHERE id = '00000000-0000-5000-8000-000000000001';
-- index: event_speakers_pkey
SELECT speaker_id, role FROM event_speakers WHERE event_id = '00000000-0000-5000-8000-000000000001';
-- index: event_topics_pkey
SELECT topic_id FROM event_topics WHERE event_id = '00000000-0000-5000-8000-000000000001';
-- index: speaker_companies_pkey
SELECT title FROM speaker_companies WHERE id = '00000000-0000-5000-8000-000000000001';
-- index: events_by_source
SELECT id FROM events WHERE source = 'ics' AND source_key = 'a@example.org';
-- index: events_by_start
SELECT title FROM events WHERE archived_at IS NULL AND starts_at >= '2026-03-01' ORDER BY starts_at LIMIT 20;
-- index: events_by_end
SELECT title FROM events WHERE archived_at IS NULL AND ends_at < '2026-03-01' ORDER BY ends_at DESC LIMIT 20;
-- index: events_by_period
SELECT title FROM events WHERE tstzrange(starts_at, ends_at, '[]') && tstzrange('2026-03-01', '2026-03-02');
-- index: events_by_organiser
SELECT title FROM events WHERE organiser_id = '00000000-0000-5000-8000-000000000001' ORDER BY starts_at;
-- index: events_by_status
SELECT title FROM events WHERE status = 'cancelled' AND status <> 'scheduled' AND starts_at >= '2026-03-01' ORDER BY starts_at LIMIT 20;
-- index: events_by_kind
SELECT title FROM events WHERE kind = 'workshop' AND archived_at IS NULL AND starts_at >= '2026-03-01' ORDER BY starts_at LIMIT 20;
-- index: events_by_city
SELECT title FROM events WHERE city = 'Tartu' AND archived_at IS NULL AND starts_at >= '2026-03-01' ORDER BY starts_at LIMIT 20;
-- index: events_by_country
SELECT title FROM events WHERE country = 'EE' AND archived_at IS NULL AND starts_at >= '2026-03-01' ORDER BY starts_at LIMIT 20;
-- index: events_by_language
SELECT title FROM events WHERE language = 'pt' AND archived_at IS NULL AND starts_at >= '2026-03-01' ORDER BY starts_at LIMIT 20;
-- index: events_online
SELECT title FROM events WHERE is_online AND archived_at IS NULL AND starts_at >= '2026-03-01' ORDER BY starts_at LIMIT 20;
-- index: events_by_series
SELECT title, starts_at FROM events WHERE series_key = 'series 50' ORDER BY starts_at;
-- index: events_by_title
SELECT title FROM events WHERE normalized_title % 'soil sensors at the edge';
-- index: events_by_text
SELECT title FROM events WHERE search_text @@ websearch_to_tsquery('english', '"soil sensors" edge');
-- index: events_by_quality
SELECT title, quality_reasons FROM events WHERE archived_at IS NULL ORDER BY quality_score LIMIT 20;
-- index: events_by_reason
SELECT title FROM events WHERE quality_reasons @> ARRAY['no place'];
-- index: events_archived
SELECT title FROM events WHERE archived_at IS NOT NULL ORDER BY archived_at LIMIT 20;
-- index: events_without_embedding
SELECT id FROM events WHERE embedding IS NULL ORDER BY updated_at LIMIT 100;
-- index: events_by_update
SELECT id FROM events WHERE updated_at > '2026-03-01' ORDER BY updated_at LIMIT 100;
-- index: speakers_by_name
SELECT id FROM speakers WHERE normalized_name = 'ada abara g26';
-- index: speakers_by_likeness
SELECT name FROM speakers WHERE normalized_name % 'ada abbara';
-- index: speakers_by_linkedin
SELECT id FROM speakers WHERE lower(linkedin_url) = 'https://www.linkedin.com/in/ada';
-- index: speakers_by_twitter
SELECT id FROM speakers WHERE lower(twitter_url) = 'https://x.com/ada';
-- index: speakers_by_country
SELECT name FROM speakers WHERE country = 'EE' AND archived_at IS NULL;
-- index: speakers_by_quality
SELECT name, quality_reasons FROM speakers WHERE archived_at IS NULL ORDER BY quality_score LIMIT 20;
-- index: speakers_doubtful
SELECT name FROM speakers WHERE confidence_score < 0.8 ORDER BY confidence_score LIMIT 20;
-- index: speakers_by_update
SELECT id FROM speakers WHERE updated_at > '2026-03-01' ORDER BY updated_at LIMIT 100;
-- index: companies_by_name
SELECT id FROM companies WHERE normalized_name = 'generated works 1';
-- index: companies_by_likeness
SELECT name FROM companies WHERE normalized_name % 'generatd works';
-- index: companies_by_domain
SELECT id FROM companies WHERE domain = 'works1.example.org';
-- index: companies_by_country
SELECT name FROM companies WHERE country = 'EE' AND size = '11-50' AND archived_at IS NULL;
-- index: companies_by_industry
SELECT name FROM companies WHERE industry = 'tracing' AND archived_at IS NULL;
-- index: companies_by_quality
SELECT name FROM companies WHERE archived_at IS NULL ORDER BY quality_score LIMIT 20;
-- index: companies_by_update
SELECT id FROM companies WHERE updated_at > '2026-03-01' ORDER BY updated_at LIMIT 100;
-- index: topics_by_name
SELECT id FROM topics WHERE normalized_name = 'tracing 5';
-- index: topics_by_slug
SELECT id FROM topics WHERE slug = 'tracing-5';
-- index: topics_by_likeness
SELECT name FROM topics WHERE normalized_name % 'trcing';
-- index: topics_by_parent
SELECT name FROM topics WHERE parent_id = '00000000-0000-5000-8000-000000000001';
-- index: event_speakers_by_speaker
SELECT event_id FROM event_speakers WHERE speaker_id = '00000000-0000-5000-8000-000000000001';
-- index: event_speakers_by_role
SELECT speaker_id FROM event_speakers WHERE role = 'panelist' AND role <> 'speaker' ORDER BY speaker_id LIMIT 20;
-- index: event_topics_by_topic
SELECT event_id FROM event_topics WHERE topic_id = '00000000-0000-5000-8000-000000000001' ORDER BY relevance DESC LIMIT 20;
-- index: speaker_companies_once
SELECT company_id FROM speaker_companies WHERE speaker_id = '00000000-0000-5000-8000-000000000001';
-- index: speaker_companies_by_company
SELECT speaker_id FROM speaker_companies WHERE company_id = '00000000-0000-5000-8000-000000000001' AND is_current;
-- index: events_by_meaning
SELECT id FROM events ORDER BY embedding::halfvec(1536) <=> (SELECT embedding::halfvec(1536) FROM topics WHERE slug = 'tracing-5') LIMIT 10;
-- index: speakers_by_meaning
SELECT id FROM speakers ORDER BY embedding::halfvec(1536) <=> (SELECT embedding::halfvec(1536) FROM topics WHERE slug = 'tracing-5') LIMIT 10;
-- index: topics_by_meaning
SELECT id FROM topics ORDER BY embedding::halfvec(1536) <=> (SELECT embedding::halfvec(1536) FROM topics WHERE slug = 'tracing-5') LIMIT 10;
