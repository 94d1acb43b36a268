-- A predicate with one value has at most one open fact, and the last one is open unless it was said
-- to end; no fact ends before it begins.
select namespace, subject, predicate
from {{ ref('facts_history') }}
where single_valued
group by namespace, subject, predicate
having count(*) filter (where valid_to is null) > 1
    or arg_max(closed_by is not null, (valid_from, memory_id, fact_id))
    or count(*) filter (where valid_to < valid_from) > 0
