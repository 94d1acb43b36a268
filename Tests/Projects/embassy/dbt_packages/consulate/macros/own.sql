{% macro note(what) %}
insert into main.calls select count(*), '{{ what }}' from main.calls
{% endmacro %}
{# A namespace that is no package: what the model's own package sees is searched. #}
{% macro spoken() %}{{ adapter.dispatch('spoken', 'macros')() }}{% endmacro %}
{% macro default__spoken() %}'by default'{% endmacro %}
{% macro duckdb__spoken() %}'by DuckDB'{% endmacro %}
