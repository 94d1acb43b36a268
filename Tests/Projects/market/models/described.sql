{{ config(materialized='table') }}
select id, "Spaced Name" as "Spaced Name", code from {{ ref('kinds') }}
