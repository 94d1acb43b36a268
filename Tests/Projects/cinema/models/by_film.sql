{{ config(materialized='incremental', unique_key='film') }}
select film, max(starts) as last_shown, round(sum(net), 2)::decimal(10, 2) as net
from {{ ref('takings') }}
{% if is_incremental() %}
where starts > (select max(last_shown) from {{ this }})
{% endif %}
group by film
