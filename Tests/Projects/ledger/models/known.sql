{{ config(materialized='table') }}
-- the latest state of each entry; from day 3 on, entry 3 is gone
select id, account, amount, changed_at
from {{ ref('entries') }}
where day <= {{ var('day') }} and not (id = 3 and {{ var('day') }} >= 3)
qualify row_number() over (partition by id order by changed_at desc) = 1
