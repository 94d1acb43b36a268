-- What many episodes have in common: one semantic memory for each concept that enough consolidated
-- memories of enough episodes share. Its gist is made of its most central sentences: of sources
-- compared with each other, the sum of cosines ranks them as the cosine to their centroid would.
-- It is written anew when its sources change (a settled one, when much has changed or a week has
-- passed), and when it is missing.
-- depends_on: {{ ref('episode_memories') }}
{% set goes_on = is_incremental() and backlog_goes_on() %}
with consolidated as materialized (
    select memory_id
    from {{ ref('replay') }} group by memory_id having bool_or(is_consolidated)
),

sizes as (
    select namespace, cast(count(*) as double) as memories
    from {{ ref('stg_memories') }} group by namespace
),

{% if goes_on %}
-- Where a backlog goes on, only what this cycle touched can have changed.
touched_ids as materialized (
    select memory_id from {{ ref('replay') }} where cycle = {{ cycle() }}
    union
    select memory_id from {{ ref('episode_memories') }} where cycle = {{ cycle() }}
),

touched as materialized (
    select distinct namespace, concept
    from (
        select namespace, unnest(concepts) as concept
        from {{ ref('stg_memories') }}
        where memory_id in (select memory_id from touched_ids)
            and {{ id_within('touched_ids') }}
    )
),

{% endif %}
sharing as not materialized (
    select s.namespace, s.memory_id, s.concept
    from (
        select namespace, memory_id, unnest(concepts) as concept from {{ ref('stg_memories') }}
    ) as s
    semi join consolidated as c on c.memory_id = s.memory_id
    {% if goes_on %}
    semi join touched as t on t.namespace = s.namespace and t.concept = s.concept
    {% endif %}
),

{% if is_incremental() %}
formed as materialized (
    select
        namespace, concept, max_by(fingerprint, cycle) as fingerprint,
        max_by(memories, cycle) as memories, max(formed_at) as formed_at
    from {{ this }} group by namespace, concept
),

{% endif %}
-- Counting is one look at each member; only of those that may be due are the members kept.
possible as materialized (
    select c.namespace, c.concept
    from (
        select namespace, concept, count(*) as memories from sharing group by namespace, concept
    ) as c
    join sizes as z on z.namespace = c.namespace
    {% if is_incremental() %}
    left join formed as o on o.namespace = c.namespace and o.concept = c.concept
    {% endif %}
    where c.memories >= {{ var('semantic_min_memories') }}
        and c.memories <= greatest(
            {{ var('concept_common_floor') }}, {{ var('concept_common_share') }} * z.memories)
        {% if is_incremental() %}
        and (
            o.fingerprint is null
            or c.memories <= {{ var('semantic_settled') }}
            or abs(c.memories - o.memories) >= {{ var('semantic_growth') }} * o.memories
            or o.formed_at <= {{ as_of() }} - to_days({{ var('semantic_days') }}))
        {% endif %}
),

members as materialized (
    select m.namespace, m.concept, m.memory_id
    from sharing as m
    semi join possible as p on p.namespace = m.namespace and p.concept = m.concept
),

placed as materialized (
    select
        memory_id, max_by(episode_id, cycle) as episode_id,
        max_by(stm_strength, cycle) as stm_strength
    from {{ ref('episode_memories') }}
    where memory_id in (select memory_id from members)
    group by memory_id
),

concepts as (
    select
        namespace, concept, sum(memories) as memories, count(*) as episodes,
        -- Tells whether the set of sources has changed, whatever their order.
        bit_xor(fingerprint) as fingerprint
    from (
        select
            m.namespace, m.concept, p.episode_id, count(*) as memories,
            bit_xor(md5_number_lower(
                cast(m.memory_id as varchar) || cast(p.episode_id as varchar))) as fingerprint
        from members as m
        join placed as p on p.memory_id = m.memory_id
        group by m.namespace, m.concept, p.episode_id
    )
    group by namespace, concept
    having count(*) >= {{ var('semantic_min_episodes') }}
),

due as materialized (
    select c.*
    from concepts as c
    {% if is_incremental() %}
    left join formed as o on o.namespace = c.namespace and o.concept = c.concept
    where o.fingerprint is null or o.fingerprint <> c.fingerprint
    {% endif %}
),

sources as materialized (
    select
        m.namespace, m.concept, m.memory_id, e.episode_id, s.occurred_at, s.speaker, s.task_type,
        s.importance, s.valence, e.stm_strength,
        row_number() over (
            partition by m.namespace, m.concept
            order by e.stm_strength desc, s.occurred_at desc, m.memory_id desc) as strength_rank,
        row_number() over (
            partition by m.namespace, m.concept
            order by s.occurred_at desc, m.memory_id desc) as age_rank
    from members as m
    join due as d on d.namespace = m.namespace and d.concept = m.concept
    join {{ ref('stg_memories') }} as s on s.memory_id = m.memory_id
    join placed as e on e.memory_id = m.memory_id
),

compared as (
    select * from sources where strength_rank <= {{ var('gist_candidates') }}
),

vectors as (
    {{ vectors_of('compared') }}
),

likeness as (
    select
        a.namespace, a.concept, a.memory_id, a.other_id,
        {{ cosine('va.vector', 'vb.vector') }} as similarity
    from (
        select a.namespace, a.concept, a.memory_id, b.memory_id as other_id
        from compared as a
        join compared as b
            on b.namespace = a.namespace and b.concept = a.concept and a.memory_id < b.memory_id
    ) as a
    join vectors as va on va.memory_id = a.memory_id
    join vectors as vb on vb.memory_id = a.other_id
),

centrality as (
    select namespace, concept, memory_id, {{ exact_sum('similarity') }} as centrality
    from (
        select namespace, concept, memory_id, similarity from likeness
        union all
        select namespace, concept, other_id as memory_id, similarity from likeness
    )
    group by namespace, concept, memory_id
),

-- Of each, the sentence that names the concept, if it states something.
spoken as (
    select
        c.namespace, c.concept, c.memory_id, c.strength_rank, c.occurred_at,
        coalesce(t.centrality, 0.0) as centrality,
        list_filter(
            {{ sentences_of("left(s.content, 2000)") }},
            lambda x: contains(lower(x), split_part(c.concept, ' ', 1))
                and length(trim(x)) >= 20 and not ends_with(x, '?'))[1] as statement,
        left(s.content, 200) as opening
    from compared as c
    join {{ ref('stg_memories') }} as s
        on s.memory_id = c.memory_id and not coalesce(s.addresses_model, false)
    left join centrality as t
        on t.namespace = c.namespace and t.concept = c.concept and t.memory_id = c.memory_id
),

central as (
    select
        namespace, concept, memory_id, occurred_at, centrality,
        trim(coalesce(statement, opening)) as sentence
    from spoken
    qualify row_number() over (
        partition by namespace, concept
        order by statement is null, centrality desc, strength_rank
    ) <= {{ var('gist_sentences') }}
),

gists as (
    select
        namespace, concept,
        left(string_agg(sentence, ' ' order by occurred_at, memory_id),
            {{ var('gist_max_characters') }}) as gist
    from (
        select *, row_number() over (
            partition by namespace, concept, sentence order by centrality desc, memory_id) as again
        from central
    )
    where again = 1
    group by namespace, concept
),

summed as (
    select
        namespace, concept,
        list(memory_id order by occurred_at, memory_id)
            filter (where age_rank <= {{ var('semantic_max_sources') }}
                -- Whatever the gist may quote is named as a source.
                or strength_rank <= {{ var('gist_candidates') }}) as sources,
        count(*) as memories,
        count(distinct episode_id) as episodes,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at,
        {{ exact_sum('stm_strength') }} as force,
        {{ exact_mean('valence') }} as valence,
        max(importance) as importance,
        count(*) filter (where task_type in ('goal', 'plan', 'request')) as intents,
        count(*) filter (where task_type = 'action') as actions,
        count(*) filter (where task_type = 'procedure') as procedures,
        count(*) filter (where task_type = 'preference') as preferences
    from sources
    group by namespace, concept
),

persons as (
    select namespace, person, count(*) as mentions
    from (select namespace, lower(unnest(people)) as person from {{ ref('stg_memories') }})
    where person in (select concept from due)
    group by namespace, person
)

select
    {{ derived_id(["'semantic'", 's.namespace', 's.concept']) }} as semantic_id,
    s.namespace,
    s.concept,
    g.gist,
    case
        when p.mentions * 2 >= s.memories then 'person'
        when s.preferences * 3 >= s.memories then 'preference'
        when s.intents * 2 >= s.memories then 'goal'
        when s.actions * 2 >= s.memories then 'event'
        else 'topic'
    end as category,
    case
        when s.procedures * 3 >= s.memories then 'procedural'
        when s.episodes = 2 and s.actions * 2 >= s.memories then 'episodic'
        else 'semantic'
    end as knowledge_type,
    -- 1: of a few episodes; 2: of several; 3: of many, over more than a month.
    case
        when s.episodes >= 8 and s.last_at - s.first_at > interval 30 day then 3
        when s.episodes >= 4 then 2
        else 1
    end as abstraction_level,
    s.sources,
    s.memories,
    s.episodes,
    s.first_at,
    s.last_at,
    round(s.valence, 9) as valence,
    s.importance,
    {{ unit('1 - exp(-s.force)') }} as strength,
    d.fingerprint,
    {{ as_of() }} as formed_at,
    {{ cycle() }} as cycle
from summed as s
join due as d on d.namespace = s.namespace and d.concept = s.concept
left join gists as g on g.namespace = s.namespace and g.concept = s.concept
left join persons as p on p.namespace = s.namespace and p.person = s.concept
order by s.namespace, s.concept
