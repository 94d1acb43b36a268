{% set cols = adapter.get_columns_in_relation(ref('pivoted')) %}
{% if execute %}{% set names = cols | map(attribute='name') | list %}{% else %}{% set names = [] %}{% endif %}
select {{ names | length }} as n, '{{ names | join(" ") }}' as names, '{{ cols[0].data_type if cols else "" }}' as first_type
from {{ ref('pivoted') }} limit 1
