-- Likeness of meaning between memories this cycle's replay brought up, as exact cosines. They are
-- taken only with what relations found already and with the neighbours (in time) within one cell.
with focus as (
    select distinct memory_id
    from {{ ref('replay') }}
    where cycle = {{ cycle() }} and (is_first or gained_embedding)
        {% if is_incremental() %}
        and not exists (select 1 from {{ this }} where cycle = {{ cycle() }})
        {% endif %}
),

celled as (
    select
        c.namespace, cast(c.cell as varchar) || ' ' || c.model as key, c.memory_id, s.occurred_at,
        f.memory_id is not null as is_focus
    from {{ ref('meaning_cells') }} as c
    join {{ ref('stg_memories') }} as s on s.memory_id = c.memory_id
    left join focus as f on f.memory_id = c.memory_id
),

places as materialized (
    select
        c.namespace, c.key, c.memory_id, c.occurred_at, c.is_focus,
        row_number() over (
            partition by c.namespace, c.key order by c.occurred_at, c.memory_id) as place
    from celled as c
    semi join (select distinct namespace, key from celled where is_focus) as w
        on w.namespace = c.namespace and w.key = c.key
),

candidates as materialized (
    select namespace, owner_id, earlier_id, later_id
    from {{ ref('relations') }}
    where cycle = {{ cycle() }} and kind <> 'co_recall'
        and owner_id in (select memory_id from focus)
    union all
    select namespace, owner_id, earlier_id, later_id
    from ({{ neighbours('places', var('meaning_reach')) }})
),

-- Only the vectors that will be compared, so that they fit in memory.
compared as (
    select earlier_id as memory_id from candidates
    union
    select later_id as memory_id from candidates
),

vectors as (
    select v.memory_id, v.vector
    from {{ ref('stg_embeddings') }} as v
    semi join compared as c on c.memory_id = v.memory_id
),

near as (
    select
        c.namespace, c.owner_id, c.earlier_id, c.later_id,
        {{ cosine('a.vector', 'b.vector') }} as strength
    from candidates as c
    join vectors as a on a.memory_id = c.earlier_id
    join vectors as b on b.memory_id = c.later_id
),

-- The same pair may have been found twice.
pairs as (
    select namespace, owner_id, earlier_id, later_id, least(1.0, max(strength)) as strength
    from near
    where strength >= {{ var('meaning_threshold') }}
    group by namespace, owner_id, earlier_id, later_id
)

select
    namespace,
    owner_id,
    earlier_id,
    later_id,
    'meaning' as kind,
    strength,
    {{ cycle() }} as cycle
from pairs
qualify row_number() over (
    partition by owner_id order by strength desc, later_id desc, earlier_id desc
) <= {{ var('meaning_links') }}
order by earlier_id, later_id
