{{ config(materialized='incremental', incremental_strategy='replaced', on_schema_change='append_new_columns') }}
select id, {{ 1 if is_incremental() else 0 }} as again from {{ ref('a_table') }}
