-- How far each namespace has come: a row each.
{{ config(materialized='view') }}

with namespaces as (
    select namespace, count(*) as told_memories, max(recorded_at) as last_told_at
    from {{ source('source_memories', 'memory') }}
    {{ without_repetitions() }}
    group by namespace
),

staged as (
    select namespace, count(*) as staged_memories, max(cycle) as last_cycle,
        max(staged_at) as last_staged_at
    from {{ ref('stg_memories') }} group by namespace
),

faulty as (
    select namespace, count(*) as quarantined_memories from {{ ref('quarantine') }}
    group by namespace
),

attended as (
    select namespace, count(*) as working_memories,
        count(*) filter (where is_attended) as attended_memories
    from {{ ref('working_memory') }} group by namespace
),

formed as (
    select namespace, count(*) as episodes, count(*) filter (where is_ready) as ready_episodes
    from {{ ref('episodes_current') }} group by namespace
),

replayed as (
    select namespace, count(distinct memory_id) as replayed_memories,
        max(replayed_at) as last_replayed_at
    from {{ ref('replay') }} group by namespace
),

unconsolidated as (
    select s.namespace, min(s.occurred_at) as oldest_unconsolidated_at
    from {{ ref('stg_memories') }} as s
    where not exists (select 1 from {{ ref('replay') }} as r where r.memory_id = s.memory_id)
    group by s.namespace
),

linked as (
    select namespace, count(*) as associations from {{ ref('associations_current') }}
    group by namespace
),

known as (
    select namespace, count(*) as semantic_memories from {{ ref('semantic_memories_current') }}
    group by namespace
),

stated as (
    select namespace, count(*) as facts from {{ ref('facts_current') }} group by namespace
)

select
    n.namespace,
    n.told_memories,
    coalesce(s.staged_memories, 0) as staged_memories,
    coalesce(f.quarantined_memories, 0) as quarantined_memories,
    round(coalesce(f.quarantined_memories, 0) / cast(n.told_memories as double), 6)
        as quarantine_share,
    n.told_memories - coalesce(s.staged_memories, 0) - coalesce(f.quarantined_memories, 0)
        as waiting_memories,
    coalesce(w.working_memories, 0) as working_memories,
    coalesce(w.attended_memories, 0) as attended_memories,
    coalesce(e.episodes, 0) as episodes,
    coalesce(e.ready_episodes, 0) as ready_episodes,
    coalesce(r.replayed_memories, 0) as replayed_memories,
    coalesce(s.staged_memories, 0) - coalesce(r.replayed_memories, 0) as backlog_memories,
    u.oldest_unconsolidated_at,
    coalesce(l.associations, 0) as associations,
    coalesce(k.semantic_memories, 0) as semantic_memories,
    coalesce(t.facts, 0) as facts,
    s.last_cycle,
    s.last_staged_at,
    r.last_replayed_at,
    n.last_told_at,
    {{ seconds_between('s.last_staged_at', as_of()) }} as seconds_since_staged
from namespaces as n
left join staged as s on s.namespace = n.namespace
left join faulty as f on f.namespace = n.namespace
left join attended as w on w.namespace = n.namespace
left join formed as e on e.namespace = n.namespace
left join replayed as r on r.namespace = n.namespace
left join unconsolidated as u on u.namespace = n.namespace
left join linked as l on l.namespace = n.namespace
left join known as k on k.namespace = n.namespace
left join stated as t on t.namespace = n.namespace
