-- // index
-- Migration SQL that makes the change goes here.
CREATE INDEX orders_who ON orders (who);

-- //@UNDO
-- SQL to undo the change goes here.
DROP INDEX orders_who;
