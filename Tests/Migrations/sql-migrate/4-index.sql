-- +migrate Up notransaction
CREATE INDEX CONCURRENTLY orders_who ON orders (who);

-- +migrate Down
DROP INDEX orders_who;
