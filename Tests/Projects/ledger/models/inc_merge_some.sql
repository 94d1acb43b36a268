{{ config(materialized='incremental', unique_key='id', incremental_strategy='merge', merge_update_columns=['amount']) }}
select id, account || '-{{ var("day") }}' as account, amount from {{ ref('today') }}
