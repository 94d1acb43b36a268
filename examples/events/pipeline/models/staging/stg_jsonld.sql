{{ config(unique_key='file', pre_hook="{{ forget_changed('pages/*') }}") }}
-- Pages and their data, as schema.org describes events.
select file, file_hash, 'jsonld' as source, unnest(jsonld_events(content), max_depth := 2)
from {{ new_files('pages/*') }}
