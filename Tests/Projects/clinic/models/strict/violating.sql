{{ config(materialized='table') }}
select visit_id, minutes from {{ ref('visits') }}
