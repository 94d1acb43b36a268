#!/bin/sh
# Run once, when the database is made: the users that log in, with passwords from files. What they
# may do, the migrations grant to the roles that they are in.
set -eu
app=$(cat "${EVENTS_APP_PASSWORD_FILE:?}")
memory=$(cat "${MEMORY_PASSWORD_FILE:?}")
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres -v app="$app" -v memory="$memory" <<'SQL'
CREATE ROLE events_reader NOLOGIN;
CREATE ROLE events_serving LOGIN PASSWORD :'app' IN ROLE events_reader CONNECTION LIMIT 50;
CREATE ROLE memory LOGIN PASSWORD :'memory' CONNECTION LIMIT 50;
CREATE DATABASE events;
CREATE DATABASE memory OWNER memory;
REVOKE CONNECT ON DATABASE events, memory FROM PUBLIC;
GRANT CONNECT ON DATABASE events TO events_serving;
SQL
# Extensions are made by the superuser, so that the owner of the memories need not be one.
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname memory -c 'CREATE EXTENSION IF NOT EXISTS vector'
