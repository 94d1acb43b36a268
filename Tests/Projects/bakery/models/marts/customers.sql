{{ config(tags=['people'], meta={'tier': 1}) }}
select
    c.customer_id,
    c.name,
    c.is_regular,
    min(o.ordered_at) as first_order,
    max(o.ordered_at) as last_order,
    count(o.order_id) as orders,
    coalesce(sum(o.amount), 0) as lifetime_value
from {{ ref('stg_customers') }} as c
left join {{ ref('orders') }} as o on o.customer_id = c.customer_id and o.status = 'paid'
group by all
