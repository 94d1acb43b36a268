-- Which memories have been read for facts: one row each, whether a fact was found or not.
select
    s.memory_id,
    s.namespace,
    {{ cycle() }} as cycle
from {{ ref('stg_memories') }} as s
{% if is_incremental() %}
where not exists (select 1 from {{ this }} as i where i.memory_id = s.memory_id)
{% endif %}
order by s.namespace, s.memory_id
