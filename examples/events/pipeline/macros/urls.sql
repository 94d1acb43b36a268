{# Whether the database takes a text as the address of something. #}
{% macro is_url(text) %}(length({{ text }}) <= 2048 and regexp_full_match({{ text }}, 'https?://[^\s/?#]+\.\S+')){% endmacro %}
