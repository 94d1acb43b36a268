{{ config(unique_key='file', pre_hook="{{ forget_changed('lists/*.csv') }}") }}
-- Lists that somebody keeps in a spreadsheet.
with lines as (
    -- The columns that are known, for lists that lack some.
    select null::varchar as list_file, null::varchar as list_fault, null::varchar as id,
        null::varchar as title, null::varchar as description, null::varchar as starts_at,
        null::varchar as ends_at, null::varchar as city, null::varchar as country,
        null::varchar as venue, null::varchar as url, null::varchar as organiser,
        null::varchar as speakers, null::varchar as topics
    where false
    {{ lists('lists/*.csv') }}
),
told as (
    select * replace (nullif(trim(title), '') as title, nullif(trim(id), '') as id),
        try_cast(starts_at as timestamptz) as start, try_cast(ends_at as timestamptz) as finish
    from lines where coalesce(title, starts_at, id, list_fault) is not null
)
select l.list_file as file, f.file_hash, 'csv' as source, l.id as uid,
    parse_filename(l.list_file, true) || ':'
        || coalesce(l.id, coalesce(l.title, '') || '@' || coalesce(l.starts_at, '')) as source_key,
    l.title, l.description,
    case when l.title is not null then start end as starts_at,
    case when l.title is not null then coalesce(finish, start) end as ends_at,
    l.city, l.country, l.venue, l.url, l.organiser, l.speakers as speaker_text,
    list_filter(list_transform(string_split(coalesce(l.topics, ''), ';'), lambda t: trim(t)), lambda t: t <> '') as topics,
    case when list_fault is not null then [list_fault] else list_filter([
        case when start is null then 'the start ''' || coalesce(l.starts_at, '') || ''' is no time' end,
        case when finish is null and l.ends_at <> '' then 'the end ''' || l.ends_at || ''' is no time' end,
        case when l.title is null then 'the event has no title' end,
        case when l.id is null then 'the event has no id; its title and time stand for one' end],
        lambda t: t is not null) end as faults
from told l join {{ new_files('lists/*.csv') }} f on f.file = l.list_file
