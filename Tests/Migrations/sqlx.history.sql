-- The table as sqlx 0.8 makes it.
CREATE TABLE _sqlx_migrations (
    version bigint PRIMARY KEY,
    description text NOT NULL,
    installed_on timestamptz NOT NULL DEFAULT now(),
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);
INSERT INTO _sqlx_migrations VALUES
    (20240101120000, 'users', now(), true, '\xed2b5e8a6335eb09cd517054337c4cda8c0b724ff233fd4e9b5f8612d0b6d2d526a262bc0363b15bc7091c329121b750', 1),
    (20240101120001, 'touch', now(), true, '\x4f804548eaa09ac978adb8408ea72b6101ec4c070c966ae86255d7f45ab8eb4a8ff54eb6ecb0eea89e244cff44d0ac4c', 1);
