-- Today's episodes, and whether they are ready for consolidation at as_of.
{{ config(materialized='view') }}

select
    e.*,
    e.ready_at <= {{ as_of() }} as is_ready
from {{ ref('episodes_worded') }} as e
join (
    select distinct episode_id, cycle from {{ ref('episode_memories_current') }}
) as m
    on m.episode_id = e.episode_id and m.cycle = e.cycle
