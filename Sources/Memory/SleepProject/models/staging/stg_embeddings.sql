-- One vector a memory, all by one model: the one asked for, or the one with the most vectors.
{{ config(materialized='view') }}

select e.memory_id, e.vector, e.model
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
