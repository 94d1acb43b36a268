{{ toolbox.stack(relations=[ref('sales'), ref('returns')], exclude=['sold_on'], overrides={'amount': 'double'}) }}
-- depends_on: {{ ref('sales') }} {{ ref('returns') }}
