-- The table as dbmate 2 makes it.
CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
INSERT INTO schema_migrations VALUES ('20240101120000'), ('20240101120001');
