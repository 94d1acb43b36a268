-- All memberships there ever were. As of cycle k: cycle <= k and (replaced_by is null or
-- replaced_by > k).
{{ config(materialized='view') }}

select
    *,
    lead(cycle) over (partition by memory_id order by cycle) as replaced_by
from {{ ref('episode_memories') }}
