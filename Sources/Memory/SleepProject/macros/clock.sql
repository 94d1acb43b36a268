{# The moment of this cycle. Nothing in the project reads the wall clock. #}
{% macro as_of() -%}
    cast('{{ var("as_of", "2026-01-01 00:00:00+00") }}' as timestamptz)
{%- endmacro %}

{# The number of this cycle, which every row of a log carries. #}
{% macro cycle() -%}
    cast({{ var('cycle', 1) }} as bigint)
{%- endmacro %}

{# Seconds from one moment to a later one, with their fraction. #}
{% macro seconds_between(earlier, later) -%}
    ((epoch_us({{ later }}) - epoch_us({{ earlier }})) / 1e6)
{%- endmacro %}
