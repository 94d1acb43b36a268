-- // users
-- Migration SQL that makes the change goes here.
CREATE TABLE users (
    id integer PRIMARY KEY,
    name text NOT NULL
);

-- //@UNDO
-- SQL to undo the change goes here.
DROP TABLE users;
