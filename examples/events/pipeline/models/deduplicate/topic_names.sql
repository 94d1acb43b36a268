-- Which topic each spelling means: by its name, by its trigrams, by its vector. A spelling goes to
-- the most frequent of those that are like it and come before it.
with mentions as (
    select trim(t) as name, {{ plain('t') }} as plain_name, count(*) as times
    from (select unnest(topics) as t from {{ ref('usable_events') }}) where {{ plain('t') }} <> ''
    group by all
),
spellings as (
    select plain_name, first(name order by times desc, name) as name, sum(times) as times
    from mentions group by plain_name
),
ranked as (
    select s.*, row_number() over (order by times desc, plain_name) as place, e.embedding
    from spellings s left join {{ ref('embeddings') }} e on e.text = s.name
),
pairs as (
    select b.plain_name, a.plain_name as means, a.place,
        {{ likeness('a.plain_name', 'b.plain_name') }} as likeness,
        array_cosine_similarity(a.embedding, b.embedding) as nearness
    from ranked a join ranked b on a.place < b.place
),
chosen as (
    select plain_name, first(means order by greatest(likeness, nearness) desc, place) as means,
        max(greatest(likeness, nearness)) as confidence
    from pairs
    where likeness >= {{ var('alike') }} or nearness >= {{ var('near') }}
    group by plain_name
),
-- What a spelling means may mean another in turn.
followed as (
    select r.plain_name, r.name, r.times,
        coalesce(c3.means, c2.means, c1.means, r.plain_name) as canonical,
        coalesce(c1.confidence, 1) as confidence
    from ranked r left join chosen c1 using (plain_name)
    left join chosen c2 on c2.plain_name = c1.means left join chosen c3 on c3.plain_name = c2.means
)
select * from followed
