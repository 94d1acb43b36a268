CREATE TABLE ${table} (
    id integer PRIMARY KEY,
    name text NOT NULL
);
