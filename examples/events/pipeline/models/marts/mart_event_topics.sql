select u.id as event_id, {{ uid('topic', 'n.canonical') }} as topic_id,
    max(n.confidence)::float as relevance
from {{ ref('usable_events') }} u, unnest(u.topics) x(topic)
join {{ ref('topic_names') }} n on n.plain_name = {{ plain('x.topic') }}
group by 1, 2
