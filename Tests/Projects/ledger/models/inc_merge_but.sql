{{ config(materialized='incremental', unique_key=['id'], incremental_strategy='merge', merge_exclude_columns=['account']) }}
select id, account || '-{{ var("day") }}' as account, amount from {{ ref('today') }}
