{{ config(materialized='table') }}
{% call set_sql_header(config) %}
create or replace temp macro magic() as 42;
{% endcall %}
select magic() as answer
