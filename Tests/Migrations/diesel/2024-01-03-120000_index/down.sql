DROP INDEX orders_who;
