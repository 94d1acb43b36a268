{{ config(materialized='incremental', unique_key='id') }}
select id, {{ 1 if is_incremental() else 0 }} as again from {{ ref('a_table') }}
