{% test is_positive(model, column_name) %}
select {{ column_name }} from {{ model }} where {{ column_name }} <= 0
{% endtest %}

{% test at_most(model, column, limit_value) %}
{{ config(severity='error') }}
select * from {{ model }} where {{ adapter.quote(column) }} > {{ limit_value }}
{% endtest %}
