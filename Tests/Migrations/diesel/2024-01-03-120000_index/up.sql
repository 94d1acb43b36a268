CREATE INDEX CONCURRENTLY orders_who ON orders (who);
