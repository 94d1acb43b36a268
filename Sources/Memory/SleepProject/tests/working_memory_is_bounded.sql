-- No cycle attends more than capacity + variance memories of a window.
select namespace, session_id, window_start, cycle, count(*) as attended
from {{ ref('working_memory') }}
where is_attended
group by namespace, session_id, window_start, cycle
having count(*)
    > {{ var('working_memory_capacity') }} + {{ var('working_memory_capacity_variance') }}
