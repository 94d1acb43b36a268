{{ config(materialized='incremental', unique_key='id', on_schema_change='fail') }}
select id, amount {% if var('day') > 2 %}, day{% endif %} from {{ ref('today') }}
