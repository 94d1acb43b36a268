{{ config(materialized='ephemeral') }}
with lines as (select * from {{ ref('int_order_lines') }})
select order_id, sum(amount) as amount, count(*) as lines
from lines group by order_id
