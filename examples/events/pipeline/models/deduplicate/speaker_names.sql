-- Which name a misspelling means: one that is more frequent, like it by its trigrams, and speaks
-- for the same company or about the same things (by the vectors of what they speak at).
with spellings as (
    select plain_name, count(*) as times, list(distinct plain_company) as companies
    from {{ ref('speaker_mentions') }} group by plain_name
),
about as (
    -- The mean of the vectors, number by number.
    select plain_name, list(mean order by place) as v from (
        select m.plain_name, place, avg(number) as mean from (
            select m.plain_name, unnest(e.embedding::float[]) as number,
                generate_subscripts(e.embedding::float[], 1) as place
            from {{ ref('speaker_mentions') }} m
            join {{ ref('usable_events') }} u on u.id = m.event_id
            join {{ ref('embeddings') }} e on e.text = u.title || '. ' || coalesce(u.description, '')
        ) m group by all
    ) means group by plain_name
),
pairs as (
    select b.plain_name, a.plain_name as means,
        {{ likeness('a.plain_name', 'b.plain_name') }} as likeness,
        len(list_intersect(a.companies, b.companies)) > 0 as same_company,
        list_cosine_similarity(va.v, vb.v) as nearness
    from spellings a join spellings b on (a.times, b.plain_name) > (b.times, a.plain_name)
    left join about va on va.plain_name = a.plain_name left join about vb on vb.plain_name = b.plain_name
    where {{ likeness('a.plain_name', 'b.plain_name') }} >= {{ var('alike') }}
)
select s.plain_name, s.times,
    coalesce(first(p.means order by p.likeness desc, p.means), s.plain_name) as canonical,
    coalesce(max(p.likeness), 1) as confidence
from spellings s left join pairs p
    on p.plain_name = s.plain_name and (p.same_company or p.nearness >= 0.6)
group by s.plain_name, s.times
