{%- set bands = column_values(ref('sightings'), 'band') -%}
select night,
{%- for band in bands %}
    sum(flux) filter (where band = '{{ band }}') as flux_{{ band }}{{ ',' if not loop.last }}
{%- endfor %}
from {{ ref('sightings') }} group by night order by night
