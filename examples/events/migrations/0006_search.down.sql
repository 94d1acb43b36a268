DROP FUNCTION search.facets;
DROP FUNCTION search.spoke_with;
DROP FUNCTION search.speakers_by_name;
DROP FUNCTION search.events_hybrid;
DROP FUNCTION search.events_by_text;
DROP FUNCTION search.events_by_vector;
DROP SCHEMA search;
