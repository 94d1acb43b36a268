-- Which memories this cycle's replay brought together, and by what. Nothing is compared with
-- everything: partners are sought within a few places of each other among the memories of the same
-- session, concept, person or time. Likeness of meaning is in meaning_relations.
with focus as (
    select distinct memory_id, episode_id
    from {{ ref('replay') }}
    where cycle = {{ cycle() }} and is_first
        {% if is_incremental() %}
        and not exists (select 1 from {{ this }} where cycle = {{ cycle() }})
        {% endif %}
),

focused as materialized (
    select
        s.memory_id, s.namespace, s.occurred_at, s.session_id, s.concepts, s.people, f.episode_id
    from {{ ref('stg_memories') }} as s
    join focus as f on f.memory_id = s.memory_id
),

sizes as (
    select namespace, cast(count(*) as double) as memories
    from {{ ref('stg_memories') }} group by namespace
),

-- ── Concepts and persons ────────────────────────────────────────────────────────────────────
said_keys as (
    select namespace, 'concept' as kind, unnest(concepts) as key, occurred_at from focused
    union all
    -- The first person is the speaker, who is in everything said.
    select namespace, 'person' as kind, unnest(people[2:]) as key, occurred_at from focused
),

wanted as materialized (
    select
        namespace, kind, key, min(occurred_at) as first_at, max(occurred_at) as last_at,
        row_number() over (order by namespace, kind, key) as group_no
    from said_keys
    group by namespace, kind, key
),

sharing as not materialized (
    {% for kind, names in [('concept', 'concepts'), ('person', 'people[2:]')] %}
    select w.group_no, w.first_at, w.last_at, k.memory_id, k.occurred_at
    from (
        select namespace, unnest({{ names }}) as key, memory_id, occurred_at
        from {{ ref('stg_memories') }}
    ) as k
    join wanted as w on w.namespace = k.namespace and w.kind = '{{ kind }}' and w.key = k.key
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

usable as materialized (
    select
        w.group_no, w.namespace, w.kind, w.key as said_key, w.kind || ':' || w.key as key,
        w.first_at, w.last_at, c.before_us, c.after_us,
        round(ln(s.memories / c.memories) / ln(greatest(s.memories, 2.0)), 9) as rarity
    from ({{ surroundings('sharing', [var('concept_reach'), var('person_reach')] | max) }}) as c
    join wanted as w on w.group_no = c.group_no
    join sizes as s on s.namespace = w.namespace
    where c.memories <= greatest(
        {{ var('concept_common_floor') }}, {{ var('concept_common_share') }} * s.memories)
),

-- The few before and after are found by their times, so that nothing else is unfolded again.
around as materialized (
    select distinct group_no, make_timestamptz(unnest(times)) as occurred_at
    from (select group_no, list_concat(before_us, after_us) as times from usable)
),

neighbouring as materialized (
    select s.namespace, s.memory_id, s.occurred_at, s.concepts, s.people
    from {{ ref('stg_memories') }} as s
    where s.occurred_at in (select occurred_at from around)
        and s.occurred_at >= (select min(occurred_at) from around)
        and s.occurred_at <= (select max(occurred_at) from around)
),

-- And those in between.
between_them as not materialized (
    select namespace, memory_id, occurred_at, concepts, people
    from {{ ref('stg_memories') }}
    where occurred_at >= (select min(first_at) from usable)
        and occurred_at <= (select max(last_at) from usable)
),

said_places as materialized (
    select
        u.namespace, u.kind, u.key, u.rarity, n.memory_id, n.occurred_at,
        f.memory_id is not null as is_focus,
        row_number() over (partition by n.group_no order by n.occurred_at, n.memory_id) as place
    from (
        {% for kind, names in [('concept', 'concepts'), ('person', 'people[2:]')] %}
        select u.group_no, k.memory_id, k.occurred_at
        from (
            select namespace, unnest({{ names }}) as key, memory_id, occurred_at
            from between_them
        ) as k
        join usable as u
            on u.namespace = k.namespace and u.kind = '{{ kind }}' and u.said_key = k.key
            and k.occurred_at between u.first_at and u.last_at
        union all
        select u.group_no, k.memory_id, k.occurred_at
        from (
            select namespace, unnest({{ names }}) as key, memory_id, occurred_at
            from neighbouring
        ) as k
        join usable as u
            on u.namespace = k.namespace and u.kind = '{{ kind }}' and u.said_key = k.key
        semi join around as a on a.group_no = u.group_no and a.occurred_at = k.occurred_at
        {% if not loop.last %}union all{% endif %}
        {% endfor %}
    ) as n
    join usable as u on u.group_no = n.group_no
    left join focus as f on f.memory_id = n.memory_id
),

concept_places as (select * from said_places where kind = 'concept'),

person_places as (select * from said_places where kind = 'person'),

-- ── Sessions and time ───────────────────────────────────────────────────────────────────────
-- Where there is no session the episode stands for it; replay brought up all of its members.
session_places as (
    select
        *, row_number() over (
            partition by namespace, key order by occurred_at, memory_id) as place
    from (
        select
            s.namespace, 's' || s.session_id as key, s.memory_id, s.occurred_at,
            f.memory_id is not null as is_focus
        from {{ ref('stg_memories') }} as s
        semi join focused as w on w.namespace = s.namespace and w.session_id = s.session_id
        left join focus as f on f.memory_id = s.memory_id
        union all
        select
            s.namespace, 'e' || cast(r.episode_id as varchar) as key, s.memory_id, s.occurred_at,
            f.memory_id is not null as is_focus
        from (
            select distinct memory_id, episode_id from {{ ref('replay') }}
            where cycle = {{ cycle() }}
        ) as r
        join {{ ref('stg_memories') }} as s on s.memory_id = r.memory_id
        left join focus as f on f.memory_id = s.memory_id
        where s.session_id is null
            and r.episode_id in (select episode_id from focused where session_id is null)
    )
),

-- Whoever is within the window of one in focus is told in the same or a neighbouring window.
windows as (
    select distinct namespace, w + unnest([-1, 0, 1]) as w
    from (
        select distinct
            namespace, cast(floor(epoch(occurred_at) / {{ var('time_window') }}) as bigint) as w
        from focused
    )
),

time_places as materialized (
    select
        s.namespace, '' as key, s.memory_id, s.occurred_at, s.session_id,
        f.memory_id is not null as is_focus,
        row_number() over (partition by s.namespace order by s.occurred_at, s.memory_id) as place
    from {{ ref('stg_memories') }} as s
    semi join windows as w
        on w.namespace = s.namespace
        and w.w = cast(floor(epoch(s.occurred_at) / {{ var('time_window') }}) as bigint)
    left join focus as f on f.memory_id = s.memory_id
),

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
    -- Outer joins: of inner ones all places are first paired by the sessions being distinct.
    left join time_places as a on a.memory_id = n.earlier_id
    left join time_places as b on b.memory_id = n.later_id
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
