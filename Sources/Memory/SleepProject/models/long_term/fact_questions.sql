-- What this cycle asks a language model about facts: each memory that is read for facts, as JSON.
{{ config(materialized='table') }}
{% if asks() %}
with due as (
    select
        s.memory_id,
        s.namespace,
        {{ handle('s.memory_id') }} as handle,
        s.speaker as said_by,
        coalesce(nullif(trim(s.speaker), ''), nullif(trim(s.role), ''), 'somebody') as speaker,
        coalesce(lower(s.role), '') as role,
        s.occurred_at,
        left(s.content, {{ var('question_characters') }}) as text
    from {{ ref('fact_intake') }} as i
    join {{ ref('stg_memories') }} as s on s.memory_id = i.memory_id
    where i.cycle = {{ cycle() }}
        -- What only asks states nothing.
        and s.task_type <> 'question' and length(s.content) >= {{ var('asked_fact_characters') }}
),

stated as (
    select *, {{ statements('text') }} as statements from due
)

select
    memory_id,
    namespace,
    handle,
    speaker,
    role,
    occurred_at,
    text,
    cast(json_object(
        'memory', handle,
        'speaker', said_by,
        'date', strftime(occurred_at, '%Y-%m-%d'),
        'text', text) as varchar) as question,
    {{ fact_schema('handle', 'statements', 'text') }} as answer_schema,
    {{ cycle() }} as cycle
from stated
where len(statements) > 0
order by occurred_at, memory_id
{% else %}
select
    cast(null as uuid) as memory_id,
    cast(null as varchar) as namespace,
    cast(null as varchar) as handle,
    cast(null as varchar) as speaker,
    cast(null as varchar) as role,
    cast(null as timestamptz) as occurred_at,
    cast(null as varchar) as text,
    cast(null as varchar) as question,
    cast(null as varchar) as answer_schema,
    {{ cycle() }} as cycle
from {{ ref('fact_intake') }}
where false
{% endif %}
