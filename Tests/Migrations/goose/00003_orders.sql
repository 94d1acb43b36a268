-- +goose Up
CREATE TABLE orders (
    id integer PRIMARY KEY,
    who integer REFERENCES users
);
INSERT INTO users VALUES (1, ' Ada ');

-- +goose Down
DROP TABLE orders;
DELETE FROM users;
