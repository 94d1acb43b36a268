{{ config(unique_key='file') }}
-- Lists that somebody keeps in a spreadsheet.
with files as (
    select filename as file, md5(content) as file_hash
    from read_blob('{{ env_var('EVENTS_DATA', 'data') }}/lists/*.csv')
    {% if is_incremental() %}
    where not exists (select 1 from {{ this }} k where k.file = filename and k.file_hash = md5(content))
    {% endif %}
),
lines as (
    select * from read_csv('{{ env_var('EVENTS_DATA', 'data') }}/lists/*.csv',
        all_varchar = true, filename = 'file', union_by_name = true, null_padding = true)
)
select l.file, f.file_hash, 'csv' as source, l.id as uid,
    parse_filename(l.file, true) || ':' || l.id as source_key, l.title, l.description,
    try_cast(l.starts_at as timestamptz) as starts_at,
    coalesce(try_cast(l.ends_at as timestamptz), try_cast(l.starts_at as timestamptz)) as ends_at,
    l.city, l.country, l.venue, l.url, l.organiser, l.speakers as speaker_text,
    list_filter(list_transform(string_split(coalesce(l.topics, ''), ';'), lambda t: trim(t)), lambda t: t <> '') as topics,
    case when try_cast(l.starts_at as timestamptz) is null
        then ['the start ''' || coalesce(l.starts_at, '') || ''' is no time'] else [] end as faults
from lines l join files f using (file)
