-- What this cycle asks a language model about facts: each memory that is read for facts, as JSON.
{{ config(materialized='table') }}
{% if asks() %}
select
    s.memory_id,
    s.namespace,
    {{ handle('s.memory_id') }} as handle,
    coalesce(nullif(trim(s.speaker), ''), nullif(trim(s.role), ''), 'somebody') as speaker,
    s.occurred_at,
    left(s.content, {{ var('question_characters') }}) as text,
    cast(json_object(
        'memory', {{ handle('s.memory_id') }},
        'speaker', s.speaker,
        'date', strftime(s.occurred_at, '%Y-%m-%d'),
        'text', left(s.content, {{ var('question_characters') }})) as varchar) as question,
    {{ cycle() }} as cycle
from {{ ref('fact_intake') }} as i
join {{ ref('stg_memories') }} as s on s.memory_id = i.memory_id
where i.cycle = {{ cycle() }}
    -- What only asks states nothing.
    and s.task_type <> 'question' and length(s.content) >= {{ var('asked_fact_characters') }}
order by s.occurred_at, s.memory_id
{% else %}
select
    cast(null as uuid) as memory_id,
    cast(null as varchar) as namespace,
    cast(null as varchar) as handle,
    cast(null as varchar) as speaker,
    cast(null as timestamptz) as occurred_at,
    cast(null as varchar) as text,
    cast(null as varchar) as question,
    {{ cycle() }} as cycle
from {{ ref('fact_intake') }}
where false
{% endif %}
