-- All that needs a vector, each text once.
select distinct 'event' as kind, title || '. ' || coalesce(description, '') as text from {{ ref('usable_events') }}
union
select distinct 'topic', trim(t) from (select unnest(topics) as t from {{ ref('usable_events') }}) where trim(t) <> ''
