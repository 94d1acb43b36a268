-- Hippocampal replay: a ready episode with a member never replayed is replayed whole, and so is
-- one with a member whose vector came after its replay. One row a memory and replay.
with members as (
    select m.*, e.ready_reason, v.memory_id is not null as has_embedding
    from {{ ref('episode_memories_current') }} as m
    join {{ ref('episodes_current') }} as e on e.episode_id = m.episode_id
    left join {{ ref('stg_embeddings') }} as v on v.memory_id = m.memory_id
    where e.is_ready
),

{% if is_incremental() %}
replayed as (
    select memory_id, bool_or(has_embedding) as has_embedding
    from {{ this }}
    group by memory_id
),

{% endif %}
judged as (
    select
        m.*,
        {% if is_incremental() %}
        r.memory_id is null as is_first,
        r.memory_id is not null and m.has_embedding and not r.has_embedding as gained_embedding
        {% else %}
        true as is_first,
        false as gained_embedding
        {% endif %}
    from members as m
    {% if is_incremental() %}
    left join replayed as r on r.memory_id = m.memory_id
    {% endif %}
)

select
    episode_id,
    namespace,
    memory_id,
    ready_reason,
    is_first,
    gained_embedding,
    has_embedding,
    stm_strength as strength,
    -- Strong, important or well related: any one of the three carries a memory over.
    {{ unit('1 - (1 - stm_strength) * (1 - priority) * exp(-related_memories / cast('
        ~ var('related_half_life') ~ ' as double))') }} as consolidation_score,
    1 - (1 - stm_strength) * (1 - priority)
        * exp(-related_memories / cast({{ var('related_half_life') }} as double))
        >= {{ var('consolidation_threshold') }} as is_consolidated,
    {{ as_of() }} as replayed_at,
    {{ cycle() }} as cycle
from judged
where episode_id in (select episode_id from judged where is_first or gained_embedding)
order by namespace, episode_id, place
