DROP POLICY speaker_companies_public ON speaker_companies;
DROP POLICY speaker_companies_all ON speaker_companies;
DROP POLICY event_topics_own ON event_topics;
DROP POLICY event_topics_public ON event_topics;
DROP POLICY event_topics_all ON event_topics;
DROP POLICY event_speakers_own ON event_speakers;
DROP POLICY event_speakers_public ON event_speakers;
DROP POLICY event_speakers_all ON event_speakers;
DROP POLICY events_own ON events;
DROP POLICY events_public ON events;
DROP POLICY events_all ON events;
DROP POLICY topics_public ON topics;
DROP POLICY topics_all ON topics;
DROP POLICY speakers_public ON speakers;
DROP POLICY speakers_all ON speakers;
DROP POLICY companies_public ON companies;
DROP POLICY companies_all ON companies;
ALTER TABLE speaker_companies DISABLE ROW LEVEL SECURITY;
ALTER TABLE topics DISABLE ROW LEVEL SECURITY;
ALTER TABLE speakers DISABLE ROW LEVEL SECURITY;
ALTER TABLE companies DISABLE ROW LEVEL SECURITY;
ALTER TABLE event_topics DISABLE ROW LEVEL SECURITY;
ALTER TABLE event_speakers DISABLE ROW LEVEL SECURITY;
ALTER TABLE events DISABLE ROW LEVEL SECURITY;
GRANT EXECUTE ON FUNCTION archive_event(uuid), restore_event(uuid) TO PUBLIC;
GRANT USAGE ON SCHEMA public TO PUBLIC;
-- The roles stay where another database of the server still uses them.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['events_owner', 'events_app', 'events_reader', 'events_pipeline'] LOOP
        EXECUTE format('DROP OWNED BY %I', name);
        BEGIN
            EXECUTE format('DROP ROLE %I', name);
        EXCEPTION WHEN dependent_objects_still_exist THEN
            NULL;
        END;
    END LOOP;
END $$;
