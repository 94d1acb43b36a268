DROP FUNCTION search.facets(date, date, int);
DROP FUNCTION search.refresh();
DROP MATERIALIZED VIEW search.monthly;
DROP FUNCTION search.spoke_with(uuid, int, int);
DROP FUNCTION search.speakers_by_name(text, int);
DROP FUNCTION search.events_hybrid(text, vector, int);
DROP FUNCTION search.events_by_text(text, int);
DROP FUNCTION search.events_by_vector(vector, int, text, text, text, text, timestamptz, timestamptz, boolean, int);
DROP SCHEMA search;
