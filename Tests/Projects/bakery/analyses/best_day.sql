select day from {{ ref('revenue_by_day') }} order by gross desc limit 1
