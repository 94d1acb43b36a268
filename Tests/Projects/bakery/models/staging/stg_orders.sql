{#- the seeds are read as a source here: order is kept by the depends_on below -#}
-- depends_on: {{ ref('raw_orders') }}
select
    order_id,
    cast(customer_id as integer) as customer_id,
    ordered_at,
    status,
    cast(ordered_at as date) in (
        {%- for day in var('closed_days') %}
        date '{{ day }}'{{ "," if not loop.last }}
        {%- endfor %}
    ) as on_closed_day
from {{ source('till', 'orders') }}
