-- Landmarks in the space of meaning: a bounded number of memories of each namespace, added as it
-- grows. Which ones is settled by a hash of their ids, so it is no accident of order.
with embedded as (
    select s.namespace, s.memory_id, v.model
    from {{ ref('stg_memories') }} as s
    join {{ ref('stg_embeddings') }} as v on v.memory_id = s.memory_id
),

wanted as (
    select
        namespace, model,
        least({{ var('meaning_cells') }},
            cast(ceil(count(*) / cast({{ var('meaning_cell_size') }} as double)) as bigint))
            as anchors
    from embedded group by namespace, model
),

had as (
    {% if is_incremental() %}
    select namespace, model, count(*) as anchors, max(cell) as last_cell
    from {{ this }} group by namespace, model
    {% else %}
    select namespace, model, 0 as anchors, 0 as last_cell from wanted
    {% endif %}
),

missing as (
    select
        w.namespace, w.model, w.anchors - coalesce(h.anchors, 0) as anchors,
        coalesce(h.last_cell, 0) as last_cell
    from wanted as w
    left join had as h on h.namespace = w.namespace and h.model = w.model
    where w.anchors > coalesce(h.anchors, 0)
),

-- Some to spare, since a damaged vector is no landmark.
drawn as (
    select e.namespace, e.model, e.memory_id, m.anchors, m.last_cell
    from embedded as e
    join missing as m on m.namespace = e.namespace and m.model = e.model
    {% if is_incremental() %}
    where not exists (
        select 1 from {{ this }} as a where a.memory_id = e.memory_id and a.model = e.model)
    {% endif %}
    qualify row_number() over (
        partition by e.namespace, e.model order by md5(cast(e.memory_id as varchar))
    ) <= 4 * m.anchors + 8
),

ranked as (
    select
        d.*,
        row_number() over (
            partition by d.namespace, d.model order by md5(cast(d.memory_id as varchar))) as place
    from drawn as d
    join ({{ vectors_of('drawn') }}) as v on v.memory_id = d.memory_id and v.model = d.model
    where {{ cosine('v.vector', 'v.vector') }} > 0
)

select
    namespace,
    model,
    cast(last_cell + place as integer) as cell,
    memory_id,
    {{ cycle() }} as cycle
from ranked
where place <= anchors
order by namespace, model, cell
