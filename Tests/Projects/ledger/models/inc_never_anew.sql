{{ config(materialized='incremental', full_refresh=false) }}
select id, {{ var('day') }} as day from {{ ref('today') }}
