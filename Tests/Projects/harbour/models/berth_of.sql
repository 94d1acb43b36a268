{{ config(materialized='table_function', parameters='ship, or_else') }}
select coalesce(max(berth), max(or_else)) as berth from {{ ref('ships') }} where name = ship
