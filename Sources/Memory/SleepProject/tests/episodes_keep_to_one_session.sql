-- An episode never mixes namespaces or sessions, and has no gap over stm_duration inside.
select episode_id, cycle
from (
    select
        *,
        {{ seconds_between('lag(occurred_at) over (partition by episode_id, cycle order by place)',
            'occurred_at') }} as gap
    from {{ ref('episode_memories') }}
)
group by episode_id, cycle
having count(distinct namespace) > 1
    or count(distinct coalesce(session_id, chr(30))) > 1
    or max(gap) > {{ var('stm_duration') }}
    or count(*) > {{ var('episode_max_memories') }}
