{{ config(materialized='table') }}
select berth, count(*) as ships from {{ ref('ships') }} group by berth
