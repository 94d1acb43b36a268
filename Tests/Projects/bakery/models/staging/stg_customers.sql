with source as (
    select * from {{ ref('raw_customers') }}
)
select
    id as customer_id,
    trim(first_name || ' ' || coalesce(last_name, '')) as name,
    joined_on,
    is_regular
from source
