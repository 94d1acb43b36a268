-- Links between memories. Hebb: Δw = η · pre · post, where pre is how strongly the source was
-- encoded and post how strongly the relation wakes the target; the way from earlier to later is
-- favoured (STDP). A source that is touched gets its whole set of links written anew with this
-- cycle, so its latest cycle is its present. Decay is reckoned when the set is read or rewritten.
with related as (
    select namespace, earlier_id, later_id, kind, strength
    from (
        select * from {{ ref('relations') }}
        union all by name
        select * from {{ ref('meaning_relations') }}
    )
    where cycle = {{ cycle() }}
        {% if is_incremental() %}
        and not exists (select 1 from {{ this }} where cycle = {{ cycle() }})
        {% endif %}
),

directed as (
    select namespace, earlier_id as source_id, later_id as target_id, kind, strength,
        1.0 as direction
    from related
    union all
    select namespace, later_id as source_id, earlier_id as target_id, kind, strength,
        {{ var('stdp_reverse_ratio') }} as direction
    from related
),

-- How strongly each was encoded, as its latest episode has it.
encoded as (
    select memory_id, max_by(stm_strength, cycle) as stm_strength
    from {{ ref('episode_memories') }}
    where memory_id in (select source_id from directed)
    group by memory_id
),

deltas as materialized (
    select
        d.namespace, d.source_id, d.target_id, d.kind, true as is_new,
        case when d.kind = 'meaning' then d.strength end as similarity,
        round({{ var('hebbian_learning_rate') }} * m.stm_strength * d.strength * d.direction, 12)
            as weight
    from directed as d
    join encoded as m on m.memory_id = d.source_id
),

{% if is_incremental() %}
-- One look at all links there ever were.
earlier as materialized (
    select * from {{ this }} where source_id in (select source_id from deltas)
),

latest as (
    select source_id, max(cycle) as cycle from earlier group by source_id
),

{% endif %}
summands as (
    select namespace, source_id, target_id, kind, is_new, similarity, weight from deltas
    {% if is_incremental() %}
    union all
    select a.namespace, a.source_id, a.target_id, a.kind, false as is_new, a.similarity,
        round(a.weight
            * pow(1 - {{ var('synaptic_decay_rate') }}, {{ cycle() }} - a.cycle), 12) as weight
    from earlier as a
    join latest as l on l.source_id = a.source_id and l.cycle = a.cycle
    {% endif %}
),

summed as (
    select
        namespace, source_id, target_id,
        -- A link was made by a person, the others were found.
        arg_max(kind, (case kind when 'link' then 1 else 0 end, weight, kind)) as kind,
        max(similarity) as similarity,
        bool_or(is_new) as is_new,
        cast(sum(cast(weight as decimal(28, 12))) as double) as weight
    from summands
    group by namespace, source_id, target_id
),

kept as (
    select * from summed
    qualify row_number() over (
        partition by source_id order by weight desc, target_id
    ) <= {{ var('associations_per_memory') }}
),

totals as (
    -- A set that no new link found its way into stays as it is.
    select source_id, cast(sum(cast(weight as decimal(28, 12))) as double) as weight
    from kept group by source_id having bool_or(is_new)
)

select
    k.namespace,
    k.source_id,
    k.target_id,
    k.kind,
    k.similarity,
    -- Homeostasis: too much outgoing weight is scaled down together.
    round(k.weight * least(1.0, {{ var('homeostatic_target') }} / t.weight), 9) as weight,
    {{ cycle() }} as cycle
from kept as k
join totals as t on t.source_id = k.source_id
-- What has faded to nothing is no link.
where t.weight > 0
    and round(k.weight * least(1.0, {{ var('homeostatic_target') }} / t.weight), 9) > 0
order by k.source_id, weight desc, k.target_id
