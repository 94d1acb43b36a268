-- // orders
-- Migration SQL that makes the change goes here.
CREATE TABLE orders (
    id integer PRIMARY KEY,
    who integer REFERENCES users
);
INSERT INTO users VALUES (1, ' Ada ');

-- //@UNDO
-- SQL to undo the change goes here.
DROP TABLE orders;
DELETE FROM users;
