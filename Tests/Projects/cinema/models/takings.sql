with tickets as (
    select showing_id, sum(price) as gross from {{ ref('tickets') }} group by showing_id
)
select
    showings.showing_id, showings.film, showings.starts, seats.sold,
    {{ net('tickets.gross') }} as net,
    upper(showings.hall) = 'NORTH' as is_large
from {{ ref('showings') }} as showings
left join tickets using (showing_id)
left join {{ ref('seats') }} as seats on seats.showing_id = showings.showing_id
