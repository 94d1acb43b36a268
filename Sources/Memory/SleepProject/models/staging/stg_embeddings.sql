-- One vector a memory, all by one model: the one asked for, or the one with the most vectors. A
-- missing number inside a vector counts as 0: a single one would fail every cosine near it.
{{ config(materialized='view') }}

select
    e.memory_id,
    {{ whole_vector('e.vector') }} as vector,
    e.model,
    e.vector as told_vector  -- for vectors_of, which mends only those it takes
from {{ source('source_memories', 'embedding') }} as e
where
    {% if var('embedding_model') %}
    e.model = '{{ var("embedding_model") }}'
    {% else %}
    e.model = (
        select model from {{ source('source_memories', 'embedding') }}
        group by model order by count(*) desc, model limit 1
    )
    {% endif %}
