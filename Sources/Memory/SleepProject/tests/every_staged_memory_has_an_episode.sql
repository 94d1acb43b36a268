-- Nothing staged falls between the episodes, and nothing is in two.
select s.memory_id
from {{ ref('stg_memories') }} as s
left join {{ ref('episode_memories_current') }} as m on m.memory_id = s.memory_id
group by s.memory_id
having count(m.memory_id) <> 1
