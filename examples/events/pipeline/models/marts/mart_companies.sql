select {{ uid('company', 'canonical') }} as id, first(name order by times desc, name) as name,
    nullif(regexp_extract(max(url), '^https?://(?:www\.)?([a-z0-9.-]+)', 1), '') as domain,
    null::varchar as description, max(url) as website_url, null::varchar as logo_url,
    null::varchar as industry, null::varchar as size, null::varchar as location,
    null::varchar as country, min(confidence)::float as confidence_score
from {{ ref('company_names') }} group by canonical
