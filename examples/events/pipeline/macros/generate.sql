{# Events that never were, to see how the knowledge base does at size. The index on vectors is built
   anew afterwards, which takes a fraction of what adding them one by one does. #}
{% macro generate(events=100000) %}
{% if execute %}
  {% do run_query("CALL postgres_execute('kb', 'DROP INDEX IF EXISTS events_by_meaning')") %}
  {# They lie where the model that questions are asked with would put them. #}
  {% do run_query("CALL postgres_execute('kb', 'TRUNCATE load.directions')") %}
  {% do run_query("INSERT INTO kb.load.directions SELECT n, llm_embed(subject || ' ' || angle) FROM postgres_query('kb', 'SELECT * FROM load.phrases()')") %}
  {% do run_query("CALL postgres_execute('kb', 'SELECT load.generate(" ~ (events | int) ~ ")')") %}
  {% do run_query("CALL postgres_execute('kb', 'SELECT load.publish()')") %}
  {# An index that does not fit in maintenance_work_mem is built many times slower. #}
  {% do run_query("CALL postgres_execute('kb', 'SET maintenance_work_mem = ''1GB''; CREATE INDEX events_by_meaning ON events USING hnsw ((embedding::halfvec(1536)) halfvec_cosine_ops) WITH (m = 16, ef_construction = 128); RESET maintenance_work_mem')") %}
  {% do run_query("CALL postgres_execute('kb', 'ANALYZE')") %}
  {{ log('generated ' ~ events ~ ' events', info=true) }}
{% endif %}
{% endmacro %}
