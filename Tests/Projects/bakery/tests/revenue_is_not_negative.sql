select * from {{ ref('revenue_by_day') }} where gross < 0
