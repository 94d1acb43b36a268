-- One shape for all sources; what a source has in its text is taken out of it.
with every as (
    select source, file, source_key, series_key, title, description, starts_at, ends_at, is_all_day,
        zone, status, url, image_url, location, null::varchar as venue, city, country, is_online,
        organiser, organiser_url, speakers, null::varchar as speaker_text, topics, language,
        capacity, updated_at, faults
    from {{ ref('stg_ics') }}
    union all by name
    select source, file, source_key, series_key, title, description, starts_at, ends_at, is_all_day,
        zone, status, url, image_url, location, null::varchar as venue, city, country, is_online,
        organiser, organiser_url, speakers, null::varchar as speaker_text, topics, language,
        capacity, updated_at, faults
    from {{ ref('stg_jsonld') }}
    union all by name
    select source, file, source_key, title, description, starts_at, ends_at, city, country, venue,
        url, organiser, speaker_text, topics, faults
    from {{ ref('stg_csv') }}
),
placed as (
    select * exclude (speaker_text),
        list_transform(string_split(coalesce(location, ''), ','), lambda p: trim(p)) as places,
        coalesce(nullif(regexp_extract(description, '(?:^|\n)\s*Speakers?:\s*([^\n]+)', 1), ''), speaker_text) as speaker_text
    from every
)
select source, file, source_key, series_key, starts_at, ends_at, organiser, organiser_url, topics,
    language, capacity, updated_at, faults, speakers, speaker_text,
    trim(title) as title,
    trim(regexp_replace(description, '(?:^|\n)\s*Speakers?:[^\n]*', '')) as description,
    coalesce(is_all_day, false) as is_all_day,
    coalesce(zone, 'UTC') as timezone,
    coalesce(status, 'scheduled') as status,
    coalesce(is_online, false) or lower(coalesce(location, '')) like 'online%' as is_online,
    case when {{ is_url('url') }} then url end as url,
    case when {{ is_url('image_url') }} then image_url end as image_url,
    coalesce(venue, case when lower(places[1]) not in ('', 'online') then places[1] end) as venue,
    coalesce(city, case when len(places) >= 2 then places[2] end) as city,
    upper(case when regexp_matches(coalesce(country, places[3], ''), '^[A-Za-z]{2}$') then coalesce(country, places[3]) end) as country,
    coalesce(nullif(regexp_extract(lower(title), '(conference|meetup|workshop|webinar|panel|talk)', 1), ''), 'talk') as kind
from placed
