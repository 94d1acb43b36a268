-- Which company each spelling means.
with every as (
    select company as name, {{ plain_company('company') }} as plain_name, null as url
    from {{ ref('speaker_mentions') }} where company is not null
    union all
    select organiser, {{ plain_company('organiser') }}, organiser_url
    from {{ ref('usable_events') }} where organiser is not null
),
spellings as (
    select plain_name, mode(name) as name, count(*) as times, max(url) as url
    from every where plain_name <> '' group by plain_name
),
pairs as (
    select b.plain_name, first(a.plain_name order by {{ likeness('a.plain_name', 'b.plain_name') }} desc, a.plain_name) as means,
        max({{ likeness('a.plain_name', 'b.plain_name') }}) as confidence
    from spellings a join spellings b
        on (a.times, b.plain_name) > (b.times, a.plain_name)
        and {{ likeness('a.plain_name', 'b.plain_name') }} >= 0.7
    group by b.plain_name
)
select s.plain_name, s.name, s.times, s.url, coalesce(p.means, s.plain_name) as canonical,
    coalesce(p.confidence, 1) as confidence
from spellings s left join pairs p using (plain_name)
