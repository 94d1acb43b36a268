-- Who each mention is. A name with two profiles is two people: a mention without a profile goes to
-- the one of the same company, else to the better known, and is less sure.
with mentions as (
    select m.*, n.canonical, n.confidence as name_confidence
    from {{ ref('speaker_mentions') }} m join {{ ref('speaker_names') }} n using (plain_name)
),
profiles as (
    select canonical, linkedin_url, mode(plain_company) as plain_company, count(*) as times,
        row_number() over (partition by canonical order by count(*) desc, linkedin_url) as place,
        count(*) over (partition by canonical) as profiles
    from mentions where linkedin_url is not null group by canonical, linkedin_url
),
assigned as (
    select m.*,
        case when p.profiles is null or p.profiles = 1 then ''
            else coalesce(m.linkedin_url, same.linkedin_url, p.linkedin_url) end as distinction,
        case when p.profiles > 1 and m.linkedin_url is null and same.linkedin_url is null then 0.6
            else m.name_confidence end as confidence
    from mentions m
    left join profiles p on p.canonical = m.canonical and p.place = 1
    left join profiles same on same.canonical = m.canonical and same.plain_company = m.plain_company
        and same.profiles > 1
)
select *, {{ uid('speaker', "canonical || '|' || distinction") }} as speaker_id from assigned
