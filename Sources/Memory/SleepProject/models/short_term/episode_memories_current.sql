-- The members of today's episodes.
{{ config(materialized='view') }}

select m.*
from {{ ref('episode_memories') }} as m
join (
    select memory_id, max(cycle) as cycle
    from {{ ref('episode_memories') }}
    group by memory_id
) as latest
    on latest.memory_id = m.memory_id and latest.cycle = m.cycle
