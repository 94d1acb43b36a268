{{ config(materialized='incremental', incremental_strategy='append') }}
select id, amount, {{ var('day') }} as loaded_on from {{ ref('today') }}
