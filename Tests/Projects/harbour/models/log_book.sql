{{ config(materialized='external', format='csv') }}
select name, length from {{ ref('ships') }}
