-- Which memory belongs to which episode (event segmentation, Zacks et al. 2007).
--
-- A run is a stretch of one session (or of a namespace, for memories without one) without a gap
-- over stm_duration. Inside a run a new episode starts where the topic breaks: no word in common
-- with the three turns before and no cosine to them of at least topical_continuity. Only runs with
-- a memory that belongs to no episode are looked at, and only episodes that came out different are
-- written; a memory belongs to the episode of its latest row.
with staged as not materialized (
    select memory_id, namespace, session_id, occurred_at, concepts, people, emotional_salience,
        valence
    from {{ ref('stg_memories') }}
),

loose as materialized (
    select s.memory_id, s.namespace, s.session_id
    from staged as s
    {% if is_incremental() %}
    where not exists (select 1 from {{ this }} as p where p.memory_id = s.memory_id)
    {% endif %}
),

touched as (
    select distinct namespace, session_id from loose
),

-- Windows here carry ids and times only: a session may be as long as a life.
gaps as (
    select
        s.memory_id, s.namespace, s.session_id, s.occurred_at,
        row_number() over in_session as place,
        coalesce({{ seconds_between('lag(s.occurred_at) over in_session', 's.occurred_at') }}
            > {{ var('stm_duration') }}, true) as opens_run
    from staged as s
    semi join touched as t
        on t.namespace = s.namespace and t.session_id is not distinct from s.session_id
    window in_session as (
        partition by s.namespace, s.session_id order by s.occurred_at, s.memory_id)
),

runs as materialized (
    select
        memory_id, namespace, session_id, occurred_at, place,
        sum(case when opens_run then 1 else 0 end) over (
            partition by namespace, session_id order by place rows unbounded preceding) as run
    from gaps
),

firsts as (
    select r.namespace, r.session_id, r.run, min(r.place) as place
    from runs as r semi join loose as l on l.memory_id = r.memory_id
    group by all
),

-- A break depends on what came before it alone, so what stands before the first new memory of a
-- run is as it was; its last episode may go on.
starts as (
    {% if is_incremental() %}
    select
        f.namespace, f.session_id, f.run,
        f.place - coalesce(max_by(p.place, p.cycle), 0) as place
    from firsts as f
    left join runs as b
        on b.namespace = f.namespace and b.session_id is not distinct from f.session_id
        and b.run = f.run and b.place = f.place - 1
    left join {{ this }} as p on p.memory_id = b.memory_id
    group by f.namespace, f.session_id, f.run, f.place
    {% else %}
    select namespace, session_id, run, place from firsts
    {% endif %}
),

open_runs as materialized (
    select
        r.memory_id, r.namespace, r.session_id, r.occurred_at, r.place, r.run,
        r.place >= s.place as is_open,
        [lag(r.memory_id, 1) over in_run, lag(r.memory_id, 2) over in_run,
            lag(r.memory_id, 3) over in_run] as earlier
    from runs as r
    join starts as s
        on s.namespace = r.namespace and s.session_id is not distinct from r.session_id
        and s.run = r.run and r.place >= s.place - 3
    window in_run as (partition by r.namespace, r.session_id, r.run order by r.place)
),

-- Each memory with the three before it in its run.
before as (
    select memory_id, earlier_id
    from (select memory_id, unnest(earlier) as earlier_id from open_runs where is_open)
    where earlier_id is not null
),

vectors as (
    {{ vectors_of('open_runs') }}
),

continuity as (
    select
        p.memory_id,
        nullif(max({{ cosine('ea.vector', 'eb.vector') }}), -1.0) as best_cosine,
        bool_or(list_has_any(a.concepts, b.concepts)) as shares_concept
    from before as p
    join staged as a on a.memory_id = p.memory_id
    join staged as b on b.memory_id = p.earlier_id
    left join vectors as ea on ea.memory_id = p.memory_id
    left join vectors as eb on eb.memory_id = p.earlier_id
    group by p.memory_id
),

topics as (
    select
        r.*, c.best_cosine,
        sum(case
            -- Without a vector nothing speaks for a break.
            when c.memory_id is null or c.best_cosine < {{ var('topical_continuity') }}
                and not coalesce(c.shares_concept, false) then 1
            else 0 end) over (
            partition by r.namespace, r.session_id, r.run
            order by r.place rows unbounded preceding) as topic
    from open_runs as r
    left join continuity as c on c.memory_id = r.memory_id
    where r.is_open
),

cut as (
    select
        *,
        (row_number() over (partition by namespace, session_id, run, topic order by place) - 1)
            // {{ var('episode_max_memories') }} as piece
    from topics
),

members as (
    select
        namespace, session_id, memory_id, occurred_at, best_cosine,
        first_value(memory_id) over in_episode as first_id,
        row_number() over in_episode as place
    from cut
    window in_episode as (
        partition by namespace, session_id, run, topic, piece order by place)
),

named as (
    select *, {{ derived_id(["'episode'", 'namespace', 'session_id', 'first_id']) }} as episode_id
    from members
),

shapes as (
    select episode_id, md5(string_agg(cast(memory_id as varchar), ',' order by place)) as shape
    from named group by episode_id
),

{% if is_incremental() %}
-- The same of what stood before.
placed as (
    select
        memory_id, max_by(episode_id, cycle) as episode_id, max_by(place, cycle) as place
    from {{ this }}
    where memory_id in (select memory_id from named)
    group by memory_id
),

stood as (
    select episode_id, md5(string_agg(cast(memory_id as varchar), ',' order by place)) as shape
    from placed group by episode_id
),

{% endif %}
changed as (
    select n.episode_id
    from shapes as n
    {% if is_incremental() %}
    anti join stood as o on o.episode_id = n.episode_id and o.shape = n.shape
    {% endif %}
),

-- Members that share a concept, or a person who is not one of the speakers, with another member.
keys as (
    select n.episode_id, n.memory_id, unnest(s.concepts) as key
    from named as n join staged as s on s.memory_id = n.memory_id
    where n.episode_id in (select episode_id from changed)
    union
    select n.episode_id, n.memory_id, 'person:' || unnest(s.people[2:]) as key
    from named as n join staged as s on s.memory_id = n.memory_id
    where n.episode_id in (select episode_id from changed)
),

shared as (
    select episode_id, key from keys group by episode_id, key having count(*) > 1
),

relatives as (
    select k.episode_id, k.memory_id, count(distinct o.memory_id) as related_memories
    from keys as k
    join shared as h on h.episode_id = k.episode_id and h.key = k.key
    join keys as o
        on o.episode_id = k.episode_id and o.key = k.key and o.memory_id <> k.memory_id
    group by k.episode_id, k.memory_id
)

select
    n.episode_id,
    n.namespace,
    n.session_id,
    n.memory_id,
    n.place,
    n.occurred_at,
    n.best_cosine as continuity,
    coalesce(w.is_attended, false) as is_attended,
    coalesce(w.priority, 0.0) as priority,
    {{ unit("coalesce(w.attention, 0.0) * (case when w.is_attended then 1.0 else "
        ~ var('unattended_weight') ~ " end)") }} as attention,
    s.emotional_salience as salience,
    coalesce(r.related_memories, 0) as related_memories,
    {{ unit(var('stm_attention_weight') ~ " * coalesce(w.attention, 0.0)"
        ~ " * (case when w.is_attended then 1.0 else " ~ var('unattended_weight') ~ " end)"
        ~ " + (case when s.valence > 0.1 then " ~ var('affect_positive')
        ~ " when s.valence < -0.1 then " ~ var('affect_negative')
        ~ " else " ~ var('affect_neutral') ~ " end)"
        ~ " + " ~ var('stm_salience_weight') ~ " * s.emotional_salience") }} as stm_strength,
    {{ cycle() }} as cycle
from named as n
join changed as c on c.episode_id = n.episode_id
join staged as s on s.memory_id = n.memory_id
left join {{ ref('working_memory') }} as w on w.memory_id = n.memory_id
left join relatives as r on r.episode_id = n.episode_id and r.memory_id = n.memory_id
order by n.namespace, n.episode_id, n.place
