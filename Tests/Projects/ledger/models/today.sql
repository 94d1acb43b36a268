{{ config(materialized='view') }}
select * from {{ ref('entries') }} where day = {{ var('day') }}
