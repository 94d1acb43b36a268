-- Which memories this cycle's replay brought together, and by what. Nothing is compared with
-- everything: partners are sought within a few places of each other among the memories of the same
-- session, concept, person or time. Likeness of meaning is in meaning_relations.
with focus as (
    select distinct memory_id
    from {{ ref('replay') }}
    where cycle = {{ cycle() }} and is_first
        {% if is_incremental() %}
        and not exists (select 1 from {{ this }} where cycle = {{ cycle() }})
        {% endif %}
),

staged as (
    select
        s.memory_id, s.namespace, s.occurred_at, s.session_id, s.concepts, s.people,
        m.episode_id, f.memory_id is not null as is_first
    from {{ ref('stg_memories') }} as s
    join {{ ref('episode_memories_current') }} as m on m.memory_id = s.memory_id
    left join focus as f on f.memory_id = s.memory_id
),

sizes as (
    select namespace, cast(count(*) as double) as memories from staged group by namespace
),

keyed as (
    select namespace, 'session' as kind,
        coalesce('s' || session_id, 'e' || cast(episode_id as varchar)) as key,
        memory_id, occurred_at, is_first
    from staged
    union all
    select namespace, 'time' as kind, '' as key, memory_id, occurred_at, is_first
    from staged
    union all
    select namespace, 'concept' as kind, unnest(concepts) as key, memory_id, occurred_at, is_first
    from staged
    union all
    -- The first person is the speaker, who is in everything said.
    select namespace, 'person' as kind, unnest(people[2:]) as key, memory_id, occurred_at, is_first
    from staged
),

wanted as (
    select distinct namespace, kind, key from keyed where is_first
),

counted as (
    select
        k.*,
        row_number() over (
            partition by k.namespace, k.kind, k.key order by k.occurred_at, k.memory_id) as place,
        count(*) over (partition by k.namespace, k.kind, k.key) as memories
    from keyed as k
    semi join wanted as w on w.namespace = k.namespace and w.kind = k.kind and w.key = k.key
),

places as materialized (
    select
        c.namespace, c.kind, c.kind || ':' || c.key as key, c.place, c.memory_id, c.occurred_at,
        c.is_first as is_focus,
        round(ln(s.memories / c.memories) / ln(greatest(s.memories, 2.0)), 9) as rarity
    from counted as c
    join sizes as s on s.namespace = c.namespace
    where c.kind in ('session', 'time')
        or c.memories <= greatest(
            {{ var('concept_common_floor') }}, {{ var('concept_common_share') }} * s.memories)
),

session_places as (select * from places where kind = 'session'),

time_places as (select * from places where kind = 'time'),

concept_places as (select * from places where kind = 'concept'),

person_places as (select * from places where kind = 'person'),

session_pairs as (
    select namespace, owner_id, earlier_id, later_id, 'session' as kind,
        round(1.0 / distance, 9) as strength
    from ({{ neighbours('session_places', var('session_reach')) }})
),

time_pairs as (
    select n.namespace, n.owner_id, n.earlier_id, n.later_id, 'time' as kind,
        round(exp(-{{ seconds_between('n.earlier_at', 'n.later_at') }}
            / {{ var('time_window') }}), 9) as strength
    from ({{ neighbours('time_places', var('time_reach')) }}) as n
    join staged as a on a.memory_id = n.earlier_id
    join staged as b on b.memory_id = n.later_id
    where {{ seconds_between('n.earlier_at', 'n.later_at') }} <= {{ var('time_window') }}
        and a.session_id is distinct from b.session_id
),

concept_pairs as (
    select n.namespace, n.owner_id, n.earlier_id, n.later_id, 'concept' as kind,
        round(1 - exp(-{{ exact_sum('r.rarity') }}), 9) as strength
    from ({{ neighbours('concept_places', var('concept_reach')) }}) as n
    join (select distinct namespace, key, rarity from concept_places) as r
        on r.namespace = n.namespace and r.key = n.key
    group by n.namespace, n.owner_id, n.earlier_id, n.later_id
    qualify row_number() over (
        partition by n.owner_id order by strength desc, n.later_id desc, n.earlier_id desc
    ) <= {{ var('concept_links') }}
),

person_pairs as (
    select n.namespace, n.owner_id, n.earlier_id, n.later_id, 'person' as kind,
        round(1 - exp(-{{ exact_sum('r.rarity') }}), 9) as strength
    from ({{ neighbours('person_places', var('person_reach')) }}) as n
    join (select distinct namespace, key, rarity from person_places) as r
        on r.namespace = n.namespace and r.key = n.key
    group by n.namespace, n.owner_id, n.earlier_id, n.later_id
    qualify row_number() over (
        partition by n.owner_id order by strength desc, n.later_id desc, n.earlier_id desc
    ) <= {{ var('person_links') }}
),

-- A recall's results, learned from once.
recalled as (
    select * from {{ ref('co_recalls') }}
    where cycle = {{ cycle() }}
        {% if is_incremental() %}
        and not exists (select 1 from {{ this }} where cycle = {{ cycle() }})
        {% endif %}
),

recalled_pairs as (
    select
        a.namespace, b.memory_id as owner_id, a.memory_id as earlier_id, b.memory_id as later_id,
        'co_recall' as kind,
        round(least(1.0, {{ exact_sum('1 / sqrt(a.rank * b.rank)') }}), 9) as strength
    from recalled as a
    join recalled as b
        on b.recall_id = a.recall_id and b.namespace = a.namespace and a.memory_id < b.memory_id
    group by a.namespace, a.memory_id, b.memory_id
),

found as (
    select * from session_pairs
    union all
    select * from time_pairs
    union all
    select * from concept_pairs
    union all
    select * from person_pairs
    union all
    select * from recalled_pairs
)

select
    namespace,
    owner_id,
    earlier_id,
    later_id,
    kind,
    strength,
    {{ cycle() }} as cycle
from found
order by earlier_id, later_id, kind
