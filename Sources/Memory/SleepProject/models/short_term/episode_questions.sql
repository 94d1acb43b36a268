-- What this cycle asks a language model about new and changed episodes: their turns, as JSON.
{{ config(materialized='table') }}
{% if asks() %}
with due as (
    select episode_id, cycle, namespace, memories
    from {{ ref('episodes') }}
    where cycle = {{ cycle() }} and memories >= {{ var('asked_episode_memories') }}
),

turns as (
    select
        d.episode_id, d.namespace, m.place, s.speaker,
        coalesce(s.addresses_model, false)
            or coalesce(lower(s.role), '') in ('tool', 'system', 'function') as is_nobodys,
        left(s.content, greatest(80, {{ var('question_characters') }} // d.memories)) as text
    from due as d
    join {{ ref('episode_memories') }} as m on m.episode_id = d.episode_id and m.cycle = d.cycle
    join {{ ref('stg_memories') }} as s on s.memory_id = m.memory_id
)

select
    episode_id,
    any_value(namespace) as namespace,
    -- What the answer is held against: the words of those who spoke.
    string_agg(concat_ws(': ', speaker, {{ own_words('text') }}), chr(10) order by place)
        filter (where not is_nobodys) as text,
    cast(json_object(
        'episode', {{ handle('episode_id') }},
        'memories', list({'speaker': speaker, 'text': text} order by place)) as varchar)
        as question,
    {{ cycle() }} as cycle
from turns
group by episode_id
order by 2, 1
{% else %}
select
    cast(null as uuid) as episode_id,
    cast(null as varchar) as namespace,
    cast(null as varchar) as text,
    cast(null as varchar) as question,
    {{ cycle() }} as cycle
from {{ ref('episodes') }}
where false
{% endif %}
