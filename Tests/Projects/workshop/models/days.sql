with days as ({{ dbt.date_spine('day', "cast('2024-01-01' as date)", "cast('2024-01-05' as date)") }})
select cast(date_day as date) as day, {{ dbt.last_day('date_day', 'month') }} as month_end, {{ dbt.dateadd('month', 1, 'date_day') }} as later,
  {{ dbt.datediff("'2023-12-25'", 'date_day', 'week') }} as weeks, {{ dbt.date_trunc('month', 'date_day') }} as month
from days
