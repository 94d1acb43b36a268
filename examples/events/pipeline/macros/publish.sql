{# Copies the marts into the tables of the schema load, and has PostgreSQL take over what changed:
   what breaks a rule is in load.refused afterwards, with the rule's name. What somebody changed there
   by hand stays until its source says something new of it. #}
{% macro publish() %}
{% set tables = {
  'companies': 'id, name, domain, description, website_url, logo_url, industry, size, location, country, confidence_score',
  'speakers': 'id, name, distinction, title, bio, linkedin_url, twitter_url, website_url, avatar_url, country, embedding, confidence_score',
  'topics': 'id, name, slug, description, parent_id, embedding, confidence_score',
  'events': 'id, organiser_id, source, source_key, title, description, lineup, kind, status, starts_at, ends_at, timezone, is_all_day, is_online, venue, city, country, language, url, image_url, capacity, series_key, embedding, confidence_score',
  'event_speakers': 'event_id, speaker_id, role, position, confidence_score',
  'event_topics': 'event_id, topic_id, relevance',
  'speaker_companies': 'speaker_id, company_id, title, is_current, started_on, ended_on, confidence_score'} %}
{% if execute %}
  {# PostgreSQL keeps no NUL in a text; one in a list would stop all the others. #}
  {% do run_query("SET pg_null_byte_replacement = ''") %}
  {% set began = run_query("SELECT * FROM postgres_query('kb', 'SELECT clock_timestamp()::text AS now')") %}
  {% for table, columns in tables.items() %}
    {% do run_query("CALL postgres_execute('kb', 'TRUNCATE load." ~ table ~ "')") %}
    {% do run_query('INSERT INTO kb.load.' ~ table ~ ' (' ~ columns ~ ') SELECT ' ~ columns ~ ' FROM ' ~ ref('mart_' ~ table)) %}
  {% endfor %}
  {% do run_query("CALL postgres_execute('kb', 'SELECT load.publish(''pipeline'')')") %}
  {% set refused = run_query("SELECT * FROM postgres_query('kb', 'SELECT table_name::text, reason::text, count(*) AS times FROM load.refused WHERE refused_at = (SELECT max(refused_at) FROM load.refused) AND refused_at >= ''" ~ began.rows[0][0] ~ "'' GROUP BY 1, 2 ORDER BY 1, 2')") %}
  {% for row in refused.rows %}
    {{ log('refused: ' ~ row[2] ~ ' of ' ~ row[0] ~ ' by ' ~ row[1], info=true) }}
  {% endfor %}
  {% set counts = run_query("SELECT * FROM postgres_query('kb', 'SELECT (SELECT count(*) FROM events WHERE archived_at IS NULL) AS e, (SELECT count(*) FROM speakers WHERE archived_at IS NULL) AS s, (SELECT count(*) FROM companies WHERE archived_at IS NULL) AS c, (SELECT count(*) FROM topics WHERE archived_at IS NULL) AS t, (SELECT count(*) FROM load.known WHERE withdrawn AND table_name = ''events'') AS w')") %}
  {% if counts.rows[0][4] > 0 %}
    {{ log('withdrawn: ' ~ counts.rows[0][4] ~ ' events that no source tells of any more are in the archive', info=true) }}
  {% endif %}
  {{ log('published: ' ~ counts.rows[0][0] ~ ' events, ' ~ counts.rows[0][1] ~ ' speakers, ' ~ counts.rows[0][2] ~ ' companies, ' ~ counts.rows[0][3] ~ ' topics', info=true) }}
{% endif %}
{% endmacro %}
