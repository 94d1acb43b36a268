-- The recalls that have been learned from: their results, best ranks only.
select
    a.recall_id,
    s.namespace,
    a.memory_id,
    min(a.rank) as rank,
    max(a.accessed_at) as accessed_at,
    {{ cycle() }} as cycle
from {{ source('source_memories', 'access') }} as a
join {{ ref('stg_memories') }} as s
    on s.memory_id = a.memory_id and s.namespace = a.namespace
where a.rank between 1 and {{ var('co_recall_ranks') }}
    and a.accessed_at <= {{ as_of() }}
    {% if is_incremental() %}
    and not exists (
        select 1 from {{ this }} as c
        where c.recall_id = a.recall_id and c.memory_id = a.memory_id)
    {% endif %}
group by a.recall_id, s.namespace, a.memory_id
order by a.recall_id, a.memory_id
