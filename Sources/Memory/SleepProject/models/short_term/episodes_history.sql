-- All episodes there ever were, with the cycle whose members replaced them.
{{ config(materialized='view') }}

select
    e.*,
    m.replaced_by
from {{ ref('episodes_worded') }} as e
join (
    select episode_id, cycle, min(replaced_by) as replaced_by
    from {{ ref('episode_memories_history') }}
    group by episode_id, cycle
) as m
    on m.episode_id = e.episode_id and m.cycle = e.cycle
