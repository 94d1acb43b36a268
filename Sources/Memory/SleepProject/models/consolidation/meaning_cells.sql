-- Each memory's cell: the nearest landmark of its namespace when it was first seen with a vector.
with unplaced as materialized (
    select s.namespace, s.memory_id, v.model
    from {{ ref('stg_memories') }} as s
    join {{ ref('stg_embeddings') }} as v on v.memory_id = s.memory_id
    {% if is_incremental() %}
    where not exists (
        select 1 from {{ this }} as c where c.memory_id = s.memory_id and c.model = v.model)
    {% endif %}
),

fresh as (
    select u.namespace, u.memory_id, u.model, v.vector
    from unplaced as u
    join ({{ vectors_of('unplaced') }}) as v
        on v.memory_id = u.memory_id and v.model = u.model
),

anchors as (
    select a.namespace, a.model, a.cell, v.vector
    from {{ ref('meaning_anchors') }} as a
    join ({{ vectors_of(ref('meaning_anchors')) }}) as v
        on v.memory_id = a.memory_id and v.model = a.model
    where a.namespace in (select namespace from unplaced)
)

select
    namespace,
    memory_id,
    model,
    arg_max(cell, (similarity, -cell)) as cell,
    max(similarity) as similarity,
    {{ cycle() }} as cycle
from (
    select
        f.namespace, f.memory_id, f.model, a.cell,
        coalesce({{ cosine('f.vector', 'a.vector') }}, -1.0) as similarity
    from fresh as f
    join anchors as a on a.namespace = f.namespace and a.model = f.model
)
group by namespace, memory_id, model
order by namespace, memory_id
