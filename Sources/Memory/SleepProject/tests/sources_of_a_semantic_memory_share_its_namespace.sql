select k.semantic_id, k.cycle
from (
    select semantic_id, cycle, namespace, unnest(sources) as memory_id
    from {{ ref('semantic_memories') }}
) as k
left join {{ ref('stg_memories') }} as s on s.memory_id = k.memory_id
where s.namespace is distinct from k.namespace
