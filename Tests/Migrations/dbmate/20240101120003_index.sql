-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY orders_who ON orders (who);

-- migrate:down
DROP INDEX orders_who;
