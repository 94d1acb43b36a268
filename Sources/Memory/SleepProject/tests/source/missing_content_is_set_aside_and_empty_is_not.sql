-- A NULL goes to quarantine as missing; an empty string never does.
select q.told_id
from {{ ref('quarantine') }} as q
join {{ source('source_memories', 'memory') }} as m on cast(m.id as varchar) = q.told_id
where (q.reason = 'content is missing') <> (m.content is null)
    and q.reason not like 'id %' and q.reason not like 'namespace %'
