{% macro net(column) %}{{ column }} / (1 + {{ var('tax_rate') }}){% endmacro %}
