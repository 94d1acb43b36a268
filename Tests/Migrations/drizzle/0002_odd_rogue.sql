CREATE TABLE orders (
    id integer PRIMARY KEY,
    who integer REFERENCES users
);
--> statement-breakpoint
INSERT INTO users VALUES (1, ' Ada ');
--> statement-breakpoint
