-- Attention. In each window of a conversation the highest attention is attended, up to a capacity
-- that flexes with load: 7 + 2 while at most 7 compete, 7 at twice that, 7 − 2 from three times
-- on (Miller 1956). A memory that comes to an old window competes with all that are there; what
-- was attended before stays attended. Nothing is lost here: the rest is encoded more weakly.
{% set capacity = var('working_memory_capacity') %}
{% set variance = var('working_memory_capacity_variance') %}

with staged as not materialized (
    select
        memory_id, namespace, session_id, occurred_at, importance, urgency, emotional_salience,
        time_bucket(
            to_seconds({{ var('working_memory_window') }}), occurred_at,
            timestamptz '2000-01-01 00:00:00+00') as window_start
    from {{ ref('stg_memories') }}
),

fresh as (
    select * from staged as s
    {% if is_incremental() %}
    where not exists (select 1 from {{ this }} as w where w.memory_id = s.memory_id)
    {% endif %}
),

touched as (
    select distinct namespace, session_id, window_start from fresh
),

competing as (
    select
        s.*,
        s.window_start + to_seconds({{ var('working_memory_window') }}) as window_end,
        {{ unit(var('attention_importance') ~ ' * s.importance + ' ~ var('attention_urgency')
            ~ ' * s.urgency + ' ~ var('attention_salience') ~ ' * s.emotional_salience') }}
            as priority
    from staged as s
    join touched as t
        on t.namespace = s.namespace
        and t.session_id is not distinct from s.session_id
        and t.window_start = s.window_start
),

weighed as (
    select
        *,
        {{ unit('priority * exp(-' ~ seconds_between('occurred_at', 'window_end') ~ ' / '
            ~ var('attention_decay') ~ ')') }} as attention
    from competing
),

ranked as (
    select
        *,
        row_number() over (
            partition by namespace, session_id, window_start
            order by attention desc, occurred_at desc, memory_id desc
        ) as attention_rank,
        count(*) over (partition by namespace, session_id, window_start) as competitors
    from weighed
),

flexed as (
    select
        *,
        {{ capacity }} + cast(round({{ variance }} * (1 - least(2.0, greatest(0.0,
            (competitors - {{ capacity }}) / cast({{ capacity }} as double))))) as integer)
            as capacity
    from ranked
)

select
    r.memory_id,
    r.namespace,
    r.session_id,
    r.occurred_at,
    r.window_start,
    r.competitors,
    r.capacity,
    r.priority,
    r.attention,
    r.attention_rank,
    r.attention_rank <= r.capacity as is_attended,
    {{ as_of() }} as attended_at,
    {{ cycle() }} as cycle
from flexed as r
semi join fresh as f on f.memory_id = r.memory_id
order by r.namespace, r.occurred_at, r.memory_id
