{{ config(materialized='incremental', unique_key='id', on_schema_change='append_new_columns') }}
select id, amount {% if var('day') > 1 %}, account as seen_in{% endif %} from {{ ref('today') }}
