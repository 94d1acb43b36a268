-- All links there ever were, with the weight they were written with. As of cycle k: cycle <= k
-- and (replaced_by is null or replaced_by > k), and the weight decayed from cycle to k.
{{ config(materialized='view') }}

select
    a.*,
    v.replaced_by
from {{ ref('associations') }} as a
join (
    select
        source_id, cycle,
        lead(cycle) over (partition by source_id order by cycle) as replaced_by
    from (select distinct source_id, cycle from {{ ref('associations') }})
) as v
    on v.source_id = a.source_id and v.cycle = a.cycle
