-- The table as Flyway 10 makes it, after V1 and V1.1.
CREATE TABLE flyway_schema_history (
    installed_rank integer NOT NULL PRIMARY KEY,
    version varchar(50),
    description varchar(200) NOT NULL,
    type varchar(20) NOT NULL,
    script varchar(1000) NOT NULL,
    checksum integer,
    installed_by varchar(100) NOT NULL,
    installed_on timestamp NOT NULL DEFAULT now(),
    execution_time integer NOT NULL,
    success boolean NOT NULL
);
INSERT INTO flyway_schema_history VALUES
    (1, '1', 'users', 'SQL', 'V1__users.sql', 1538279234, 'me', now(), 5, true),
    (2, '1.1', 'touch', 'SQL', 'V1_1__touch.sql', 204101152, 'me', now(), 5, true);
