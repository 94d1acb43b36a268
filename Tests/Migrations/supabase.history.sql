-- The table as the command line of Supabase makes it.
CREATE SCHEMA supabase_migrations;
CREATE TABLE supabase_migrations.schema_migrations (
    version text NOT NULL PRIMARY KEY,
    statements text[],
    name text
);
INSERT INTO supabase_migrations.schema_migrations VALUES
    ('20240101120000', '{}', 'users'), ('20240101120001', '{}', 'touch');
