-- Each time that an event names somebody who speaks.
with told as (
    select id as event_id, unnest(speakers) as s, generate_subscripts(speakers, 1) as position
    from {{ ref('usable_events') }} where len(speakers) > 0
),
written as (
    select id as event_id, unnest(string_split(replace(speaker_text, '; ', ', '), '), ')) as s,
        generate_subscripts(string_split(replace(speaker_text, '; ', ', '), '), '), 1) as position
    from {{ ref('usable_events') }} where speaker_text is not null
),
every as (
    select event_id, position, s.name, s.title, s.company, s.url from told
    union all by name
    select event_id, position, trim(regexp_extract(s, '^([^(]+)', 1)) as name,
        trim(rtrim(regexp_extract(s, '\((.*)$', 1), ')')) as company
    from written
)
select event_id, min(position) as position, first(name order by position) as name,
    {{ plain_person('name') }} as plain_name, first(title order by position) as title,
    first(nullif(company, '') order by position) as company,
    max({{ plain_company('company') }}) as plain_company,
    max(case when {{ is_url('url') }} and regexp_matches(url, '^https?://([a-z]+\.)?linkedin\.com/') then url end) as linkedin_url
from every where {{ plain_person('name') }} <> ''
group by event_id, {{ plain_person('name') }}
