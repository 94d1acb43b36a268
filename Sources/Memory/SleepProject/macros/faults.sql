{#
    Every column of the store as the type it should have, or NULL; a cast never stops a run. What
    only says again what was recalled is no new experience.
#}
{% macro told_memories() -%}
    select
        try_cast(id as uuid) as memory_id,
        coalesce(
            cast(id as varchar),
            'without-id:' || md5(concat_ws(chr(31), namespace, content_hash, occurred_at))
        ) as told_id,
        cast(namespace as varchar) as namespace,
        try_cast(content as varchar) as content,
        cast(content_hash as varchar) as content_hash,
        cast(role as varchar) as role,
        cast(speaker as varchar) as speaker,
        cast(session_id as varchar) as session_id,
        cast(context as varchar) as context,
        try_cast(tags as varchar[]) as tags,
        case when json_valid(cast(metadata as varchar))
            then cast(cast(metadata as varchar) as json) end as metadata,
        try_cast(occurred_at as timestamptz) as occurred_at,
        coalesce(try_cast(recorded_at as timestamptz), try_cast(occurred_at as timestamptz))
            as recorded_at,
        try_cast(parent_id as uuid) as parent_id,
        try_cast(chunk_index as integer) as chunk_index
    from {{ source('source_memories', 'memory') }}
    {{ without_repetitions() }}
{%- endmacro %}

{# A store of before repetitions were kept has none. #}
{% macro without_repetitions() -%}
    {% set relation = source('source_memories', 'memory') %}
    {% if execute and 'repeats' in adapter.get_columns_in_relation(relation)
        | map(attribute='name') | map('lower') | list %}
    where repeats is null
    {% endif %}
{%- endmacro %}

{#
    Whether a told memory can be used: `fault() is null`, as conditions of their own, so that the
    texts of all memories are not read where the file says that none is missing.
#}
{% macro is_usable() -%}
    (memory_id is not null and namespace is not null and content is not null
        and occurred_at is not null and isfinite(occurred_at)
        and occurred_at >= cast('{{ var("earliest_event") }}' as timestamptz)
        and not coalesce(isfinite(recorded_at)
            and epoch(occurred_at) - epoch(recorded_at) > {{ var('latest_event_days') }} * 86400.0,
            false))
{%- endmacro %}

{# Why a told memory cannot be used, or NULL when it can. #}
{% macro fault() -%}
    case
        when memory_id is null then 'id is missing or is not a UUID'
        when namespace is null then 'namespace is missing'
        when content is null then 'content is missing'
        when occurred_at is null then 'event time is missing or is not a time'
        when not isfinite(occurred_at) then 'event time is infinite'
        when occurred_at < cast('{{ var("earliest_event") }}' as timestamptz)
            then 'event time is before {{ var("earliest_event") }}'
        when isfinite(recorded_at)
            and epoch(occurred_at) - epoch(recorded_at) > {{ var('latest_event_days') }} * 86400.0
            then 'event time is more than {{ var("latest_event_days") }} days after it was told'
    end
{%- endmacro %}
