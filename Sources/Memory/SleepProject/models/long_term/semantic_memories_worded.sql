-- Every semantic memory there ever was with its gist, category and knowledge type: the language
-- model's where it was asked and believed, else those found by rule, which semantic_memories keeps.
{{ config(materialized='view') }}

with believed as (
    select
        semantic_id, cycle,
        max("value") filter (where field = 'gist') as gist,
        max("value") filter (where field = 'category') as category,
        max("value") filter (where field = 'knowledge_type') as knowledge_type
    from {{ ref('semantic_claims') }}
    where reason is null
    group by semantic_id, cycle
),

refused as (
    select distinct semantic_id, cycle from {{ ref('semantic_claims') }} where reason is not null
)

select
    s.* replace (
        coalesce(b.gist, s.gist) as gist,
        coalesce(b.category, s.category) as category,
        coalesce(b.knowledge_type, s.knowledge_type) as knowledge_type),
    case when b.gist is not null then 'model' else 'rule' end as gist_source,
    case when b.category is not null then 'model' else 'rule' end as category_source,
    case when b.knowledge_type is not null then 'model' else 'rule' end as knowledge_type_source,
    a.language_model,
    case when a.semantic_id is null then 'not asked'
        else coalesce(a.failure, case when r.semantic_id is not null then 'failed check' end)
    end as fallback
from {{ ref('semantic_memories') }} as s
left join {{ ref('semantic_answers') }} as a
    on a.semantic_id = s.semantic_id and a.cycle = s.cycle
left join believed as b on b.semantic_id = s.semantic_id and b.cycle = s.cycle
left join refused as r on r.semantic_id = s.semantic_id and r.cycle = s.cycle
