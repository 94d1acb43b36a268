-- An address that the database would refuse is left out: the company would be refused with it, and
-- all its events.
with named as (
    select canonical, first(name order by times desc, name) as name,
        max(url) filter (where {{ is_url('url') }}) as url, min(confidence)::float as confidence
    from {{ ref('company_names') }} group by canonical
),
placed as (
    select *, lower(regexp_extract(url, '^https?://(?:www\.)?([^/?#:]+)', 1)) as host from named
)
select {{ uid('company', 'canonical') }} as id, name,
    case when regexp_full_match(host, '[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+') then host end as domain,
    null::varchar as description, url as website_url, null::varchar as logo_url,
    null::varchar as industry, null::varchar as size, null::varchar as location,
    null::varchar as country, confidence as confidence_score
from placed
