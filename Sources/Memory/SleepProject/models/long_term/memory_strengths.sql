-- How well each memory can be retrieved at as_of. FSRS-4.5: R = (1 + 19/81 · t/S)^−0.5, so R(S) =
-- 0.9. S grows with every day on which the memory was recalled (massed recalls count once) and
-- with every replay; t runs from the event or the last recall. A pinned memory does not fade.
{{ config(materialized='view') }}

with recalled as (
    select
        memory_id, namespace, count(*) as recalls,
        count(distinct cast(accessed_at as date)) as recall_days,
        max(accessed_at) as last_recalled_at
    from {{ source('source_memories', 'access') }}
    where accessed_at <= {{ as_of() }}
    group by memory_id, namespace
),

replayed as (
    select memory_id, count(*) as replays, max(replayed_at) as last_replayed_at
    from {{ ref('replay') }} group by memory_id
),

stability as (
    select
        s.memory_id, s.namespace, s.occurred_at, s.is_pinned,
        coalesce(m.stm_strength, 0.0) as encoding,
        coalesce(a.recalls, 0) as recalls,
        coalesce(a.recall_days, 0) as recall_days,
        coalesce(r.replays, 0) as replays,
        greatest(s.occurred_at, coalesce(a.last_recalled_at, s.occurred_at)) as strengthened_at,
        r.last_replayed_at,
        least(
            cast({{ var('maximum_stability') }} as double),
            {{ var('initial_stability') }} * (0.5 + coalesce(m.stm_strength, 0.0))
                * pow(1 + {{ var('recall_stability_gain') }}, coalesce(a.recall_days, 0))
                * pow(1 + {{ var('replay_stability_gain') }}, coalesce(r.replays, 0))
        ) as stability_days
    from {{ ref('stg_memories') }} as s
    left join {{ ref('episode_memories_current') }} as m on m.memory_id = s.memory_id
    left join recalled as a on a.memory_id = s.memory_id and a.namespace = s.namespace
    left join replayed as r on r.memory_id = s.memory_id
)

select
    memory_id,
    namespace,
    encoding,
    recalls,
    recall_days,
    replays,
    strengthened_at,
    last_replayed_at,
    round(stability_days, 6) as stability_days,
    case when is_pinned then 1.0 else
        {{ retrievability(seconds_between('strengthened_at', as_of()) ~ ' / 86400.0',
            'stability_days') }} end as retrievability,
    case when not is_pinned then
        strengthened_at + to_seconds({{ days_until('0.9', 'stability_days') }} * 86400.0)
    end as fades_below_90_at,
    case when not is_pinned then
        strengthened_at + to_seconds({{ days_until('0.5', 'stability_days') }} * 86400.0)
    end as fades_below_50_at,
    is_pinned
from stability
