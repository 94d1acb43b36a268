{% macro test_dbt_custom_rows(model, at_least) %}
select count(*) as n from {{ model }} having count(*) < {{ at_least }}
{% endmacro %}
