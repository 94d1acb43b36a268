with people as (
    select speaker_id as id, canonical, distinction,
        -- The spelling with the most accents and the fewest titles is the person's own.
        first(name order by (strip_accents(name) <> name) desc, (upper(name) = name), length(name), name) as name,
        mode(title) as title, mode(company) as company, max(linkedin_url) as linkedin_url,
        min(confidence)::float as confidence_score, list(distinct event_id) as events
    from {{ ref('speaker_identities') }} group by all
),
spoke as (
    select p.id, mode(u.country) as country, count(*) as times,
        first(e.embedding order by u.starts_at desc, u.id) as embedding
    from people p, unnest(p.events) x(event_id)
    join {{ ref('usable_events') }} u on u.id = x.event_id
    left join {{ ref('embeddings') }} e on e.text = u.title || '. ' || coalesce(u.description, '')
    group by p.id
)
select p.id, trim(regexp_replace(regexp_replace(p.name, '^(Dr|Prof)\.?\s+', ''), '\s+', ' ', 'g')) as name,
    p.distinction, p.title,
    case when p.title is not null and p.company is not null
        then p.title || ' at ' || p.company || ', who spoke at ' || s.times || ' events known here' end as bio,
    p.linkedin_url, null::varchar as twitter_url, null::varchar as website_url,
    null::varchar as avatar_url, s.country, s.embedding, p.confidence_score
from people p left join spoke s using (id)
