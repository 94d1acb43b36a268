-- A memory is taken in or set aside, never both.
select s.memory_id
from {{ ref('stg_memories') }} as s
join {{ ref('quarantine') }} as q on q.memory_id = s.memory_id
