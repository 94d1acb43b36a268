with topics as (
    select canonical, first(name order by (plain_name = canonical) desc, times desc, name) as name,
        min(confidence)::float as confidence_score, sum(times) as times,
        string_agg(name, ', ' order by times desc, name) as spellings
    from {{ ref('topic_names') }} group by canonical
)
select {{ uid('topic', 'canonical') }} as id, t.name, 
    -- A slug stands in addresses: of a name in another script it is made from its hash.
    case when regexp_full_match(canonical, '[a-z0-9+# ]+') then replace(canonical, ' ', '-')
        else 'topic-' || left(md5(canonical), 12) end as slug,
    'Also written: ' || spellings || '; ' || times || ' times' as description,
    null::uuid as parent_id, e.embedding, t.confidence_score
from topics t left join {{ ref('embeddings') }} e on e.text = t.name
