-- Facts through time. The same value said again is one fact that was confirmed; a newer value of a
-- single-valued predicate closes the older one, and one said to end by then ends then. Times are
-- event times, whatever the order of arrival. What held at moment t: valid_from <= t and (valid_to is null or valid_to > t).
{{ config(materialized='view') }}

with ordered as (
    select
        *,
        lower("value") as same_value,
        case when single_valued then '' else lower("value") end as slot
    from {{ ref('facts') }}
),

marked as (
    select
        *,
        coalesce(same_value <> lag(same_value) over in_slot, true) as is_change
    from ordered
    window in_slot as (
        partition by namespace, subject, predicate, slot order by valid_from, memory_id, fact_id)
),

spelled as (
    select
        *,
        sum(case when is_change then 1 else 0 end) over (
            partition by namespace, subject, predicate, slot
            order by valid_from, memory_id, fact_id rows unbounded preceding) as spell
    from marked
),

spells as (
    select
        namespace, subject, predicate, slot, spell,
        arg_min(fact_id, (valid_from, memory_id, fact_id)) as fact_id,
        arg_min("value", (valid_from, memory_id, fact_id)) as "value",
        any_value(single_valued) as single_valued,
        max(confidence) as confidence,
        min(valid_from) as valid_from,
        max(valid_from) as confirmed_at,
        count(*) as times_said,
        arg_min(memory_id, (valid_from, memory_id, fact_id)) as memory_id,
        arg_min(sentence, (valid_from, memory_id, fact_id)) as sentence,
        min(cycle) as cycle,
        arg_min_null(source, (valid_from, memory_id, fact_id)) as source,
        arg_min_null(language_model, (valid_from, memory_id, fact_id)) as language_model,
        -- The end that was said last, if it was said then.
        arg_max_null(ended_at, (valid_from, memory_id, fact_id)) as ended_at
    from spelled
    group by namespace, subject, predicate, slot, spell
),

-- "Sold the Golf", "Pepper died": what is gone is driven, owned and had no longer.
gone as (
    select namespace, subject, lower("value") as thing, valid_from as at
    from {{ ref('facts') }}
    where ended_at = valid_from and source = 'rule' and predicate in ('owns', 'partner', 'member_of')
    union all
    select namespace, null, lower(subject), valid_from
    from {{ ref('facts') }}
    where predicate = 'state' and "value" in ('died', 'passed away')
),

ended as (
    select s.fact_id, min(g.at) as at
    from spells as s
    join gone as g on g.namespace = s.namespace and g.at >= s.valid_from
        and (g.subject is null or g.subject = s.subject)
        and contains(' ' || lower(s."value") || ' ', ' ' || g.thing || ' ')
    where s.predicate in ('owns', 'has', 'drives', 'partner', 'member_of', 'adopted', 'married_to')
        or s.predicate in (select word from {{ ref('fact_words') }} where kind = 'pet')
    group by s.fact_id
)

select
    fact_id, namespace, subject, predicate, "value", single_valued, confidence,
    valid_from,
    least(lead(valid_from) over in_slot, ended_at, e.at) as valid_to,
    confirmed_at,
    times_said,
    memory_id,
    sentence,
    cycle,
    lead(fact_id) over in_slot as closed_by,
    coalesce(source, 'rule') as source,
    language_model
from spells
left join ended as e using (fact_id)
window in_slot as (partition by namespace, subject, predicate, slot order by spell)
