{% test same_rows(model, compare_model, compare_columns=None) %}
  {{ return(adapter.dispatch('test_same_rows', 'toolbox')(model, compare_model, compare_columns)) }}
{% endtest %}
{% macro default__test_same_rows(model, compare_model, compare_columns=None) %}
{% set difference %}
    count(*) + coalesce(abs(sum(case when side = 'left' then 1 else 0 end) - sum(case when side = 'right' then 1 else 0 end)), 0)
{% endset %}
{{ config(fail_calc = difference) }}
{%- if not execute -%}{{ return('') }}{% endif %}
{%- do toolbox._must_be_relation(model, 'test_same_rows') -%}
{%- if not compare_columns -%}
    {%- do toolbox._must_not_be_ephemeral(model, 'test_same_rows') -%}
    {%- set compare_columns = adapter.get_columns_in_relation(model) | map(attribute='quoted') -%}
{%- endif -%}
{% set csv = compare_columns | join(', ') %}
with a as (select {{ csv }} from {{ model }} {{ dbt.except() }} select {{ csv }} from {{ compare_model }}),
b as (select {{ csv }} from {{ compare_model }} {{ dbt.except() }} select {{ csv }} from {{ model }})
select 'left' as side, a.* from a union all select 'right' as side, b.* from b
{% endmacro %}
{% test same_count(model, compare_model, group_by_columns=[]) %}
{{ config(fail_calc = 'sum(coalesce(diff_count, 0))') }}
{%- if not execute -%}{{ return('') }}{% endif %}
{% if group_by_columns | length > 0 %}
  {% set join_by = ' and ' ~ 'a.g = b.g' %}
{% endif %}
with a as (select count(*) as n from {{ model }}), b as (select count(*) as n from {{ compare_model }})
select a.n as left_n, b.n as right_n, abs(a.n - b.n) as diff_count from a, b
{% endtest %}
{% test holds(model, expression, column_name=None) %}
{% set column_list = '*' if should_store_failures() else '1' %}
select {{ column_list }} from {{ model }}
where not({{ expression if column_name is none else [column_name, expression] | join(' ') }})
{% endtest %}
{% test unique_together(model, combination, quote_columns=false) %}
{%- set columns = combination if not quote_columns else combination | map('upper') | list -%}
{%- set csv = columns | join(', ') %}
select {{ csv }} from {{ model }} group by {{ csv }} having count(*) > 1
{% endtest %}
{% test within(model, column_name, min_value=none, max_value=none, inclusive=true) %}
select * from {{ model }} where false
{%- if min_value is not none %} or not {{ column_name }} > {{- '=' if inclusive }} {{ min_value }}{% endif %}
{%- if max_value is not none %} or not {{ column_name }} < {{- '=' if inclusive }} {{ max_value }}{% endif %}
{% endtest %}
