{{ config(materialized='table') }}
select 'x' as visit_id, 1 as extra
