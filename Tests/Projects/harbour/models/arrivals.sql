{{ config(materialized='incremental', unique_key='') }}
select name, {{ 2 if is_incremental() else 1 }} as visit from {{ ref('ships') }}
