{# Words (with inner apostrophes and hyphens), ends of sentences, other breaks. #}
{% macro tokens_of(text) -%}
    regexp_extract_all({{ text }}, '[\p{L}\p{N}]+(?:[''’-][\p{L}\p{N}]+)*|[.!?\n]+|[,;:()"“”]+')
{%- endmacro %}

{% macro sentences_of(text) -%}
    regexp_extract_all({{ text }}, '[^.!?\n]+[.!?]*')
{%- endmacro %}

{# A word without its possessive and without a regular plural, in small letters. #}
{% macro base_form(word) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(lower({{ word }}), '[''’]s?$', ''),
            '([a-z]{2,})ies$', '\1y'),
        '([a-z]{2,}[^siu])s$', '\1')
{%- endmacro %}

{# A speaker that is a part played, not a person's name. #}
{% macro is_role(speaker) -%}
    (lower(trim({{ speaker }})) in ('user', 'assistant', 'system', 'tool', 'human', 'ai', 'bot'))
{%- endmacro %}
