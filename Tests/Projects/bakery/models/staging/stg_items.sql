-- depends_on: {{ ref('raw_items') }}
select order_id, line, sku, quantity from {{ source('till', 'items') }}
where quantity > 0
