-- What was read is an event, refused with a reason, or a copy of one that is there.
select a.source_key from {{ ref('all_events') }} a
where a.starts_at is not null and not exists (
    select 1 from {{ ref('mart_events') }} m
    where m.starts_at = a.starts_at and lower(trim(m.title)) = lower(a.title)
        or (m.source, m.source_key) = (a.source, a.source_key))
union all
select coalesce(source_key, file) from {{ ref('refused_events') }} where len(faults) = 0
