select i.event_id, i.speaker_id,
    case when u.kind = 'panel' then 'panelist' else 'speaker' end as role,
    min(i.position)::integer as position, min(i.confidence)::float as confidence_score
from {{ ref('speaker_identities') }} i join {{ ref('usable_events') }} u on u.id = i.event_id
group by 1, 2, 3
