{%- macro surrogate(fields) -%}
    {{ return(adapter.dispatch('surrogate', 'shelves')(fields)) }}
{%- endmacro -%}

{%- macro default__surrogate(fields) -%}
    {%- set parts = [] -%}
    {%- for field in fields -%}
        {%- do parts.append("coalesce(cast(" ~ field ~ " as " ~ dbt.type_string() ~ "), '_null_')") -%}
        {%- if not loop.last -%}{%- do parts.append("'-'") -%}{%- endif -%}
    {%- endfor -%}
    {{ dbt.hash(dbt.concat(parts)) }}
{%- endmacro -%}

{%- macro pick(relation, except=[]) -%}
    {{ return(adapter.dispatch('pick', 'shelves')(relation, except)) }}
{%- endmacro -%}
{%- macro default__pick(relation, except) -%}
    {%- if not execute -%}{{ return('*') }}{%- endif -%}
    {%- set cols = [] -%}
    {%- for col in adapter.get_columns_in_relation(relation) if col.name | lower not in except -%}
        {%- do cols.append(adapter.quote(col.column)) -%}
    {%- endfor -%}
    {{ return(cols | join(', ')) }}
{%- endmacro -%}

{% macro label() %}default label{% endmacro %}
{% macro say() %}{{ return(adapter.dispatch('say', 'shelves')()) }}{% endmacro %}
{% macro default__say() %}'package says {{ label() }}'{% endmacro %}

{% macro stack(relations) %}
    {%- for relation in relations %}
    (select '{{ relation.identifier }}' as origin, {{ shelves.pick(relation, ['note']) }} from {{ relation }})
    {%- if not loop.last %} union all {% endif -%}
    {%- endfor %}
{% endmacro %}
