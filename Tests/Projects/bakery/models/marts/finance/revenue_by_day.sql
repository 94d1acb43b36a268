{{ config(alias='daily_revenue') }}
select
    cast(ordered_at as date) as day,
    '{{ var("currency") }}' as currency,
    round(sum(amount), 2) as gross,
    round(sum(amount) / (1 + {{ var('tax_rate') }}), 2) as net
from {{ ref('orders') }}
where status = 'paid'
group by 1, 2
