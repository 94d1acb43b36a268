-- What could not be used: nothing is passed over in silence.
select file, source, source_key, title, faults from {{ ref('all_events') }} where starts_at is null
