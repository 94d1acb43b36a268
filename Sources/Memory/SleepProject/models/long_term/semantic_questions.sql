-- What this cycle asks a language model about new and changed semantic memories: the texts of their
-- newest sources, as JSON.
{{ config(materialized='table') }}
{% if asks() %}
with due as (
    select
        semantic_id, cycle, namespace, concept, sources,
        unnest(sources[-{{ var('gist_candidates') }}:]) as memory_id
    from {{ ref('semantic_memories') }}
    where cycle = {{ cycle() }}
),

told as (
    select
        d.*, s.occurred_at,
        left(s.content, greatest(80,
            {{ var('question_characters') }} // {{ var('gist_candidates') }})) as text
    from due as d
    join {{ ref('stg_memories') }} as s
        on s.memory_id = d.memory_id and not coalesce(s.addresses_model, false)
)

select
    semantic_id,
    any_value(namespace) as namespace,
    any_value(sources) as sources,
    string_agg({{ own_words('text') }}, chr(10) order by occurred_at, memory_id) as text,
    cast(json_object(
        'concept', any_value(concept),
        'memories', list({'date': strftime(occurred_at, '%Y-%m-%d'), 'text': text}
            order by occurred_at, memory_id)) as varchar) as question,
    {{ cycle() }} as cycle
from told
group by semantic_id
order by 2, 1
{% else %}
select
    cast(null as uuid) as semantic_id,
    cast(null as varchar) as namespace,
    cast(null as uuid[]) as sources,
    cast(null as varchar) as text,
    cast(null as varchar) as question,
    {{ cycle() }} as cycle
from {{ ref('semantic_memories') }}
where false
{% endif %}
