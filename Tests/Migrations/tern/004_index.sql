CREATE INDEX orders_who ON orders (who);

---- create above / drop below ----

DROP INDEX orders_who;
