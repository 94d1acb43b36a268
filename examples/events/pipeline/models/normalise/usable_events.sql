-- The events that have a time, each once: the same thing told by two sources is one.
with ranked as (
    select *, {{ plain('title') }} as plain_title,
        row_number() over (
            partition by {{ plain('title') }}, starts_at, coalesce(city, '')
            order by length(coalesce(description, '')) desc, source, source_key) as copy
    from {{ ref('all_events') }}
    where starts_at is not null
)
select * exclude (copy, country), {{ uid('event', "source || ':' || source_key") }} as id,
    -- A city tells its country where the source does not.
    coalesce(country, max(country) over (partition by city)) as country
from ranked where copy = 1
