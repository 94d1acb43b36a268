-- The table as Drizzle ORM makes it.
CREATE SCHEMA drizzle;
CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES
    ('9e73dea87b67d57a633f3b227a5f6b8bde3d5a2a5a50e0edcd8dde30e5a11c4d', 1704110400000), ('7453f2e4aa51b58dfd92325439abf23f30892913373ab91d503c5ae5aadda35a', 1704110400001);
