{{ config(materialized='incremental', unique_key='id', on_schema_change='sync_all_columns') }}
select id, amount, {% if var('day') > 1 %}day{% else %}account{% endif %} from {{ ref('today') }}
