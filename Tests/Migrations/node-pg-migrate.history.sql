-- The table as node-pg-migrate makes it.
CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
INSERT INTO pgmigrations (name, run_on) VALUES ('1704110400000_users', now()), ('1704110400001_touch', now());
