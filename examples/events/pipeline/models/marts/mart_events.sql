with lineup as (
    select l.event_id, string_agg(l.name, ' · ' order by l.part, l.position, l.name) as lineup from (
        select es.event_id, 1 as part, es.position, s.name
        from {{ ref('mart_event_speakers') }} es join {{ ref('mart_speakers') }} s on s.id = es.speaker_id
        union all
        select et.event_id, 2, 1, t.name
        from {{ ref('mart_event_topics') }} et join {{ ref('mart_topics') }} t on t.id = et.topic_id
    ) l group by l.event_id
)
select u.id, {{ uid('company', 'c.canonical') }} as organiser_id, u.source, u.source_key, u.title,
    nullif(u.description, '') as description, coalesce(l.lineup, '') as lineup, u.kind, u.status,
    u.starts_at, u.ends_at, u.timezone, u.is_all_day, u.is_online, u.venue, u.city, u.country,
    case when regexp_matches(u.language, '^[a-z]{2}$') then u.language end as language,
    u.url, u.image_url, case when u.capacity > 0 then u.capacity end as capacity, u.series_key,
    e.embedding,
    (1 - 0.1 * len(coalesce(u.faults, [])))::float as confidence_score
from {{ ref('usable_events') }} u
left join {{ ref('company_names') }} c on c.plain_name = {{ plain_company('u.organiser') }}
left join lineup l on l.event_id = u.id
left join {{ ref('embeddings') }} e on e.text = u.title || '. ' || coalesce(u.description, '')
