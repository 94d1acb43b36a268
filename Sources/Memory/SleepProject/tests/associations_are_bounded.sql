-- At most so many links a memory, none to itself, none between namespaces, none
-- without weight, and no more outgoing
-- weight than homeostasis allows.
select a.source_id, a.cycle
from {{ ref('associations') }} as a
left join {{ ref('stg_memories') }} as s on s.memory_id = a.source_id
left join {{ ref('stg_memories') }} as t on t.memory_id = a.target_id
group by a.source_id, a.cycle
having count(*) > {{ var('associations_per_memory') }}
    or bool_or(a.source_id = a.target_id)
    or bool_or(s.namespace is distinct from a.namespace)
    or bool_or(t.namespace is distinct from a.namespace)
    or min(a.weight) <= 0
    or sum(a.weight) > {{ var('homeostatic_target') }} + 1e-6
