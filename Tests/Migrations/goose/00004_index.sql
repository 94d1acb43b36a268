-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY orders_who ON orders (who);

-- +goose Down
DROP INDEX CONCURRENTLY orders_who;
