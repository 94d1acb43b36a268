{{ config(materialized='incremental', unique_key=['account', 'day'], incremental_strategy='delete+insert') }}
select account, day, sum(amount) as amount, count(*) as entries
from {{ ref('entries') }} where day between {{ var('day') }} - 1 and {{ var('day') }}
group by all
