-- The events that have a time, each once: the same thing told by two sources is one, and so is what
-- one source tells twice under one key, as it was changed last. Two that share a key and neither
-- title nor start are two: some programs count their events from one.
with keyed as (
    select *, {{ plain('title') }} as plain_title,
        first(title) over same_key as last_title, first(starts_at) over same_key as last_start,
        row_number() over same_key as place
    from {{ ref('all_events') }}
    where starts_at is not null
    window same_key as (
        partition by source, source_key
        order by updated_at desc nulls last, starts_at desc, title, file
        rows between unbounded preceding and unbounded following)
),
distinguished as (
    select * exclude (source_key, faults, last_title, last_start, place),
        case when place = 1 then source_key
            else source_key || '@' || parse_filename(file) || '#' || place end as source_key,
        case when place = 1 then faults
            else list_append(faults, 'another event has the same id; its file stands with it') end as faults
    from keyed
    where place = 1 or (title <> last_title and starts_at <> last_start)
),
ranked as (
    select *, row_number() over (
            partition by plain_title, starts_at, coalesce(city, '')
            order by length(coalesce(description, '')) desc, source, source_key) as copy
    from distinguished
)
select * exclude (copy, country), {{ uid('event', "source || ':' || source_key") }} as id,
    -- A city tells its country where the source does not.
    coalesce(country, max(country) over (partition by city)) as country
from ranked where copy = 1
