{{ config(materialized='table') }}
select * from {{ ref('visits') }} where visit_id is not null
