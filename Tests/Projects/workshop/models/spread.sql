select sold_on, {{ toolbox.spread('kind', toolbox.values_of(ref('sales'), 'kind', order_by='kind'), then='amount', suffix='_n') }}
from {{ ref('sales') }} {{ toolbox.first_by(1) }}
