select i.speaker_id, {{ uid('company', 'c.canonical') }} as company_id, mode(i.title) as title,
    true as is_current, null::date as started_on, null::date as ended_on,
    min(c.confidence)::float as confidence_score
from {{ ref('speaker_identities') }} i join {{ ref('company_names') }} c on c.plain_name = i.plain_company
group by 1, 2
