-- All semantic memories there ever were, with the cycle that replaced them.
{{ config(materialized='view') }}

select
    *,
    lead(cycle) over (partition by semantic_id order by cycle) as replaced_by
from {{ ref('semantic_memories_worded') }}
