-- A predicate with one value has at most one open fact, and no fact ends before it begins.
select namespace, subject, predicate
from {{ ref('facts_history') }}
where single_valued
group by namespace, subject, predicate
having count(*) filter (where valid_to is null) <> 1
    or count(*) filter (where valid_to < valid_from) > 0
