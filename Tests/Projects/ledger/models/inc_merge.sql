{{ config(materialized='incremental', unique_key='id', incremental_strategy='merge') }}
select id, account, amount, changed_at from {{ ref('today') }}
