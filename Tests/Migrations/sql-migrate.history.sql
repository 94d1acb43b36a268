-- The table as sql-migrate makes it.
CREATE TABLE gorp_migrations (id text NOT NULL PRIMARY KEY, applied_at timestamptz);
INSERT INTO gorp_migrations VALUES ('1-users.sql', now()), ('2-touch.sql', now());
