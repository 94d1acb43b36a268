-- What the store gave, namespace by namespace, seen before anything was made safe.
{{ config(materialized='view') }}

select
    cast(namespace as varchar) as namespace,
    count(*) as memories,
    count(*) filter (where content is null) as without_content,
    count(*) filter (where trim(cast(content as varchar)) = '') as blank_contents,
    -- An empty string says nothing that NULL does not say, and counts as a value where one groups.
    count(*) filter (where cast(role as varchar) = '' or cast(speaker as varchar) = ''
        or cast(session_id as varchar) = '' or cast(context as varchar) = '') as empty_for_null,
    count(*) filter (where metadata is not null and not json_valid(cast(metadata as varchar)))
        as unreadable_metadata,
    count(*) filter (where try_cast(recorded_at as timestamptz) is null) as without_told_time,
    max(try_cast(recorded_at as timestamptz)) as last_told_at,
    round(count(*) filter (where trim(cast(content as varchar)) <> '')
        / cast(count(*) as double), 6) as valid_share
from {{ source('source_memories', 'memory') }}
group by 1
