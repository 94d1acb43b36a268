-- What this cycle asks a language model: each new memory as a JSON object, so that whatever it says
-- stays a quoted text. Made anew by each cycle, and empty without a model. The answers are asked
-- for from here and not from the store, of which nothing is open while a model thinks.
{{ config(materialized='table') }}
{% if asks() %}
{% set log = none %}
{% if execute and not flags.FULL_REFRESH %}
{% set log = adapter.get_relation(
    database=this.database, schema=this.schema, identifier='stg_memories') %}
{% endif %}

with told as (
    {{ told_memories() }}
),

batch as materialized (
    {{ new_memories(log) }}
)

select
    t.memory_id,
    t.namespace,
    {{ handle('t.memory_id') }} as handle,
    coalesce(t.speaker, '') as speaker,
    left(t.content, {{ var('question_characters') }}) as text,
    cast(json_object(
        'memory', {{ handle('t.memory_id') }},
        'speaker', t.speaker,
        'date', strftime(t.occurred_at, '%Y-%m-%d'),
        'text', left(t.content, {{ var('question_characters') }})) as varchar) as question,
    {{ cycle() }} as cycle
from told as t
semi join batch as b on b.memory_id = t.memory_id
order by t.occurred_at, t.memory_id
{% else %}
select
    cast(null as uuid) as memory_id,
    cast(null as varchar) as namespace,
    cast(null as varchar) as handle,
    cast(null as varchar) as speaker,
    cast(null as varchar) as text,
    cast(null as varchar) as question,
    {{ cycle() }} as cycle
where false
{% endif %}
