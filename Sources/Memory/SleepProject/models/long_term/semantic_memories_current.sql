-- Today's semantic memories.
{{ config(materialized='view') }}

select s.*
from {{ ref('semantic_memories_worded') }} as s
join (
    select semantic_id, max(cycle) as cycle
    from {{ ref('semantic_memories') }}
    group by semantic_id
) as latest
    on latest.semantic_id = s.semantic_id and latest.cycle = s.cycle
