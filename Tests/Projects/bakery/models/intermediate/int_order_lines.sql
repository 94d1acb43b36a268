{{ config(materialized='ephemeral') }}
select i.order_id, i.line, i.sku, i.quantity, p.price * i.quantity as amount, p.product_kind
from {{ ref('stg_items') }} as i
inner join {{ ref('stg_products') }} as p using (sku)
