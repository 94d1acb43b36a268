-- Today's links with today's weight.
{{ config(materialized='view') }}

select
    a.namespace,
    a.source_id,
    a.target_id,
    a.kind,
    a.similarity,
    a.weight * pow(1 - {{ var('synaptic_decay_rate') }}, {{ cycle() }} - a.cycle) as weight,
    a.cycle
from {{ ref('associations') }} as a
join (
    select source_id, max(cycle) as cycle
    from {{ ref('associations') }}
    group by source_id
) as latest
    on latest.source_id = a.source_id and latest.cycle = a.cycle
