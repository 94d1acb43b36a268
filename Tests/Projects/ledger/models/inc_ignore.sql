{{ config(materialized='incremental', unique_key='id', on_schema_change='ignore') }}
select id, amount {% if var('day') == 1 %}, account{% else %}, account, day{% endif %} from {{ ref('today') }}
