{{ config(materialized='table') }}
select name, b.berth from {{ ref('longer_than') }}(20), {{ ref('berth_of') }}('Brine', 'none') as b
