{#
    Words of a kind from the seed `fact_words`, as the alternatives of a regular expression, the
    longest first; of all languages, or of one. They are read while a model is compiled: a pattern
    that is a constant is compiled once, one that comes from a column for every row.
#}
{% macro fact_words(kind, language=none) -%}
    {%- set words = ref('fact_words') -%}
    {%- if execute -%}
        {%- set asked -%}
            select string_agg(word, '|' order by length(word) desc, word)
            from (select distinct word from {{ words }} where kind = '{{ kind }}'
                {% if language %} and language = '{{ language }}' {% endif %})
        {%- endset -%}
        {{ return(run_query(asked).rows[0][0] or '[^\\s\\S]') }}
    {%- endif -%}
    {{ return('[^\\s\\S]') }}
{%- endmacro %}

{# Whether a text begins with one of some words; `\b` knows no letters but those of English. #}
{% macro begins_with_word(text, words) -%}
    regexp_matches({{ text }}, {{ sql_text('^(?:' ~ words ~ ')(?:[^\\p{L}]|$)') }})
{%- endmacro %}

{# Whether a text has one of some words. #}
{% macro has_word(text, words) -%}
    regexp_matches({{ text }}, {{ sql_text('(?:^|[^\\p{L}])(?:' ~ words ~ ')(?:[^\\p{L}]|$)') }})
{%- endmacro %}
