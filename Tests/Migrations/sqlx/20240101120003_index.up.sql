-- no-transaction
CREATE INDEX CONCURRENTLY orders_who ON orders (who);
