-- Four roles that nobody logs in as; grant one to each user that does:
--     CREATE ROLE web LOGIN IN ROLE events_app;
-- They belong to the whole server, so another database of it may have made them.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['events_owner', 'events_app', 'events_reader', 'events_pipeline'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another migration was faster
            END;
        END IF;
    END LOOP;
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO events_owner, events_app, events_reader, events_pipeline;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION archive_event(uuid), restore_event(uuid) FROM PUBLIC;

GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER
    ON companies, speakers, topics, events, event_speakers, event_topics, speaker_companies
    TO events_owner;
GRANT SELECT ON companies, speakers, topics, events, event_speakers, event_topics, speaker_companies
    TO events_reader, events_app, events_pipeline;
-- The application edits; what it takes away it archives. Links it may really remove.
GRANT INSERT, UPDATE ON companies, speakers, topics, events, event_speakers, event_topics,
    speaker_companies TO events_app, events_pipeline;
GRANT DELETE ON event_speakers, event_topics, speaker_companies TO events_app, events_pipeline;
GRANT EXECUTE ON FUNCTION archive_event(uuid), restore_event(uuid) TO events_app, events_owner;
GRANT EXECUTE ON FUNCTION refresh_lineups(uuid[]) TO events_owner, events_pipeline;

-- Row-level security. Speakers, companies and topics belong to all organisers together: each edits
-- and archives them. A reader sees none that is archived.
ALTER TABLE companies ENABLE ROW LEVEL SECURITY;
ALTER TABLE speakers ENABLE ROW LEVEL SECURITY;
ALTER TABLE topics ENABLE ROW LEVEL SECURITY;

CREATE POLICY companies_all ON companies TO events_owner, events_app, events_pipeline
    USING (true) WITH CHECK (true);
CREATE POLICY companies_public ON companies FOR SELECT TO events_reader USING (archived_at IS NULL);
CREATE POLICY speakers_all ON speakers TO events_owner, events_app, events_pipeline
    USING (true) WITH CHECK (true);
CREATE POLICY speakers_public ON speakers FOR SELECT TO events_reader USING (archived_at IS NULL);
CREATE POLICY topics_all ON topics TO events_owner, events_app, events_pipeline
    USING (true) WITH CHECK (true);
CREATE POLICY topics_public ON topics FOR SELECT TO events_reader USING (archived_at IS NULL);

-- Of events: an organiser changes its own events and nobody else's; drafts and archived
-- events are seen by their organiser only. Whose events a session works on it says itself:
--     SET events.organiser = 'the id of a company'
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_speakers ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_topics ENABLE ROW LEVEL SECURITY;
ALTER TABLE speaker_companies ENABLE ROW LEVEL SECURITY;

CREATE POLICY events_all ON events TO events_owner, events_pipeline USING (true) WITH CHECK (true);
CREATE POLICY events_public ON events FOR SELECT TO events_reader, events_app
    USING (archived_at IS NULL AND status <> 'draft');
CREATE POLICY events_own ON events TO events_app
    USING (organiser_id = nullif(current_setting('events.organiser', true), '')::uuid)
    WITH CHECK (organiser_id = nullif(current_setting('events.organiser', true), '')::uuid);

CREATE POLICY event_speakers_all ON event_speakers TO events_owner, events_pipeline
    USING (true) WITH CHECK (true);
-- A link is seen by who sees both of its ends.
CREATE POLICY event_speakers_public ON event_speakers FOR SELECT TO events_reader, events_app
    USING (EXISTS (SELECT 1 FROM events e WHERE e.id = event_id)
        AND EXISTS (SELECT 1 FROM speakers s WHERE s.id = speaker_id));
CREATE POLICY event_speakers_own ON event_speakers TO events_app
    USING (EXISTS (SELECT 1 FROM events e
                   WHERE e.id = event_id
                       AND e.organiser_id = nullif(current_setting('events.organiser', true), '')::uuid))
    WITH CHECK (EXISTS (SELECT 1 FROM events e
                        WHERE e.id = event_id
                       AND e.organiser_id = nullif(current_setting('events.organiser', true), '')::uuid));

CREATE POLICY event_topics_all ON event_topics TO events_owner, events_pipeline
    USING (true) WITH CHECK (true);
CREATE POLICY event_topics_public ON event_topics FOR SELECT TO events_reader, events_app
    USING (EXISTS (SELECT 1 FROM events e WHERE e.id = event_id)
        AND EXISTS (SELECT 1 FROM topics t WHERE t.id = topic_id));
CREATE POLICY event_topics_own ON event_topics TO events_app
    USING (EXISTS (SELECT 1 FROM events e
                   WHERE e.id = event_id
                       AND e.organiser_id = nullif(current_setting('events.organiser', true), '')::uuid))
    WITH CHECK (EXISTS (SELECT 1 FROM events e
                        WHERE e.id = event_id
                       AND e.organiser_id = nullif(current_setting('events.organiser', true), '')::uuid));

CREATE POLICY speaker_companies_all ON speaker_companies
    TO events_owner, events_app, events_pipeline USING (true) WITH CHECK (true);
CREATE POLICY speaker_companies_public ON speaker_companies FOR SELECT TO events_reader
    USING (EXISTS (SELECT 1 FROM speakers s WHERE s.id = speaker_id)
        AND EXISTS (SELECT 1 FROM companies c WHERE c.id = company_id));
