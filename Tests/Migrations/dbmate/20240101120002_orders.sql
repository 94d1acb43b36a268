-- migrate:up
CREATE TABLE orders (
    id integer PRIMARY KEY,
    who integer REFERENCES users
);
INSERT INTO users VALUES (1, ' Ada ');

-- migrate:down
DROP TABLE orders;
DELETE FROM users;
