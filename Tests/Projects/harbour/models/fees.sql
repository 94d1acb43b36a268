{{ config(materialized='table') }}
-- depends_on: {{ ref('moorings') }}
select berth, cast(sum(length) * 1.5 as decimal(10, 2)) as fee from {{ ref('ships') }} group by berth
