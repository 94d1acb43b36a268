{{ toolbox.melt(ref('sales'), keep=['id'], drop=['SOLD_ON']) }}
-- depends_on: {{ ref('sales') }}
