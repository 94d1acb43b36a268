select beer, sum(litres) as litres, count(*) as brews, '{{ model.version }}' as version,
    '{{ model.latest_version }}' as latest, '{{ this.identifier }}' as name
from {{ ref('brews') }} group by beer
