-- Memories that cannot be used, with the reason. They stay in the store as they were told.
with told as (
    {{ told_memories() }}
),

faulty as (
    select *, {{ fault() }} as reason from told where not {{ is_usable() }}
)

select
    f.told_id,
    f.memory_id,
    f.namespace,
    f.reason,
    f.occurred_at,
    f.recorded_at,
    {{ as_of() }} as quarantined_at,
    {{ cycle() }} as cycle
from faulty as f
where f.reason is not null
{% if is_incremental() %}
    and not exists (select 1 from {{ this }} as q where q.told_id = f.told_id)
{% endif %}
order by f.told_id
