-- Hippocampal replay: a ready episode with a member never replayed is replayed whole, and so is
-- one with a member whose vector came after its replay. One row a memory and replay.
with embedded as (
    select memory_id from {{ ref('stg_embeddings') }}
),

{% if is_incremental() %}
-- Those that ask for a replay: not replayed yet, or their vector came afterwards.
due as (
    select memory_id from {{ ref('episode_memories') }}
    where memory_id not in (select memory_id from {{ this }})
    union
    select r.memory_id
    from {{ this }} as r
    anti join (select memory_id from {{ this }} where has_embedding) as h
        on h.memory_id = r.memory_id
    where not r.has_embedding and r.memory_id in (select memory_id from embedded)
),

{% endif %}
episodes as materialized (
    select episode_id, cycle, ready_reason
    from {{ ref('episodes') }}
    where ready_at <= {{ as_of() }}
    {% if is_incremental() %}
        and episode_id in (
            select m.episode_id from {{ ref('episode_memories') }} as m
            where m.memory_id in (select memory_id from due))
    {% endif %}
),

-- Members of today's episodes: a memory belongs to the episode of its latest row.
placed as (
    select m.memory_id, max(m.cycle) as cycle
    from {{ ref('episode_memories') }} as m
    where m.memory_id in (
        select o.memory_id from {{ ref('episode_memories') }} as o
        where o.episode_id in (select episode_id from episodes))
    group by m.memory_id
),

-- On its own: together with the next join, its two sides were first paired by the cycle alone.
latest as materialized (
    select m.*
    from {{ ref('episode_memories') }} as m
    join placed as p on p.memory_id = m.memory_id and p.cycle = m.cycle
),

members as materialized (
    select m.*, e.ready_reason, v.memory_id is not null as has_embedding
    from latest as m
    join episodes as e on e.episode_id = m.episode_id and e.cycle = m.cycle
    left join embedded as v on v.memory_id = m.memory_id
),

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
    left join (
        select memory_id, bool_or(has_embedding) as has_embedding
        from {{ this }}
        where memory_id in (select memory_id from members)
        group by memory_id
    ) as r on r.memory_id = m.memory_id
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
