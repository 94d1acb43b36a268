{%- set kinds = ['bread', 'cake', 'drink'] -%}
with lines as (
    select * from {{ ref('int_order_lines') }}
), totals as (
    select * from {{ ref('int_order_totals') }}
)
select
    o.order_id,
    o.customer_id,
    o.ordered_at,
    o.status,
    o.on_closed_day,
    t.amount,
    t.lines,
    {%- for kind in kinds %}
    coalesce(sum(case when l.product_kind = '{{ kind }}' then l.amount end), 0) as {{ kind }}_amount
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
from {{ ref('stg_orders') }} as o
left join totals as t on t.order_id = o.order_id
left join lines as l on l.order_id = o.order_id
group by all
order by o.order_id
