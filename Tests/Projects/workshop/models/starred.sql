select {{ toolbox.all_but(ref('sales'), except=['SOLD_ON'], alias='s', prefix='x_') }}, {{ toolbox.key_of(['id', 'kind']) }} as key_,
  {{ toolbox.sum_of(['amount', 'id']) }} as total, {{ toolbox.key_of('id', 'kind') }} as old_key
from {{ ref('sales') }} s
