-- The table as Prisma 5 makes it, after two migrations; one was tried, rolled back and done again.
CREATE TABLE _prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
);
INSERT INTO _prisma_migrations VALUES
    ('a', '68e008ee8f9e13c9963d7cc4d5217d015374f8fe6c0853b0e8ac4507833223ce', now(), '20240101120000_users', NULL, NULL, now(), 1),
    ('b', 'd9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa', NULL, '20240101120001_touch', 'no', now(), now(), 0),
    ('c', '31e549560b1b5d3506193e9e651258e2315ce7ffdc5002cb36b5cef158fd3b30', now(), '20240101120001_touch', NULL, NULL, now(), 1);
