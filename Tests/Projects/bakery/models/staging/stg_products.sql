select sku, name, {{ cents_to_units('price_cents') }} as price, kind as product_kind
from {{ ref('raw_products') }}
