-- Up Migration
CREATE INDEX orders_who ON orders (who);

-- Down Migration
DROP INDEX orders_who;
