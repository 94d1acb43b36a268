-- CreateTable
CREATE INDEX orders_who ON orders (who);
