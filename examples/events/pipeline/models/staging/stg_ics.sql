{{ config(unique_key='file', pre_hook="{{ forget_changed('calendars/*.ics') }}") }}
-- Calendars, read once: a file comes again when its bytes have changed.
select file, file_hash, 'ics' as source, unnest(ics_events(content), max_depth := 2)
from {{ new_files('calendars/*.ics') }}
