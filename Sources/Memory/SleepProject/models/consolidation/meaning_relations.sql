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

cells as materialized (
    select
        c.namespace, c.cell, c.model, min(s.occurred_at) as first_at, max(s.occurred_at) as last_at,
        row_number() over (order by c.namespace, c.model, c.cell) as group_no
    from {{ ref('meaning_cells') }} as c
    semi join focus as f on f.memory_id = c.memory_id
    join {{ ref('stg_memories') }} as s on s.memory_id = c.memory_id
    group by c.namespace, c.cell, c.model
),

members as materialized (
    select w.group_no, w.first_at, w.last_at, c.memory_id, s.occurred_at
    from {{ ref('meaning_cells') }} as c
    join cells as w on w.namespace = c.namespace and w.cell = c.cell and w.model = c.model
    join {{ ref('stg_memories') }} as s on s.memory_id = c.memory_id
),

places as materialized (
    select
        w.namespace, w.group_no as key, n.memory_id, n.occurred_at,
        f.memory_id is not null as is_focus,
        row_number() over (partition by n.group_no order by n.occurred_at, n.memory_id) as place
    from (
        select m.group_no, m.memory_id, m.occurred_at
        from members as m
        join ({{ surroundings('members', var('meaning_reach')) }}) as r
            on r.group_no = m.group_no and m.occurred_at between r.from_at and r.to_at
    ) as n
    join cells as w on w.group_no = n.group_no
    left join focus as f on f.memory_id = n.memory_id
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
    {{ vectors_of('compared') }}
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
