{% test wider_than(model, columns) %}
    {{ return(adapter.dispatch('test_wider_than', 'shelves')(model, columns)) }}
{% endtest %}
{% macro default__test_wider_than(model, columns) %}
    {%- set found = adapter.get_columns_in_relation(model) if execute else [] -%}
    select {{ found | length }} as n where {{ found | length }} <= {{ columns }}
{% endmacro %}
{% test unique_together(model, columns) %}
    select {{ columns | join(', ') }} from {{ model }} group by {{ columns | join(', ') }} having count(*) > 1
{% endtest %}
