{{ config(schema='up') }}
select * from {{ ref('boxes') }} where weight > 5
