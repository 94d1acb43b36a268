{# How names are compared: lower case, without accents, with one space between words, in any script. #}
{% macro plain(text) %}trim(regexp_replace(strip_accents(lower({{ text }})), '[^\pL\pN+#]+', ' ', 'g')){% endmacro %}

{% macro plain_person(text) %}trim(regexp_replace(' ' || {{ plain(text) }} || ' ', '( (dr|prof|mr|mrs|ms|mx|phd|msc|ing))+ ', ' ', 'g')){% endmacro %}

{% macro plain_company(text) %}trim(regexp_replace(' ' || {{ plain(text) }} || ' ', '( (inc|ltd|lda|llc|gmbh|ag|sa|bv|plc|co|corp|limited|e v|ev|company))+ $', ' ', 'g')){% endmacro %}

{# The share of trigrams that two texts have in common, as pg_trgm counts it. #}
{% macro trigrams(text) %}list_distinct(list_transform(range(1, len({{ text }}) + 2), lambda i: substr('  ' || {{ text }} || ' ', i, 3))){% endmacro %}

{% macro likeness(a, b) %}(len(list_intersect({{ trigrams(a) }}, {{ trigrams(b) }}))::double / greatest(1, len(list_distinct(list_concat({{ trigrams(a) }}, {{ trigrams(b) }}))))){% endmacro %}

{# The same key gives the same id, on every machine. #}
{% macro uid(kind, key) %}md5('{{ kind }}:' || {{ key }})::uuid{% endmacro %}
