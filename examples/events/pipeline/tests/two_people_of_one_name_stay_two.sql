-- Jun Tanaka writes compilers, and another Jun Tanaka runs trains: as many profiles, as many people.
select canonical from {{ ref('speaker_identities') }} where linkedin_url is not null
group by canonical having count(distinct linkedin_url) <> count(distinct speaker_id)
