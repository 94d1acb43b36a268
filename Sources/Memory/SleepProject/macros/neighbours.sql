{#
    Pairs of memories standing within `reach` places of each other in a group.

    `places`: a relation of (namespace, key, place, memory_id, occurred_at, is_focus), where place
    counts 1, 2, 3 … through each (namespace, key) by event time. Every pair has at least one
    member in focus and comes once; the one in focus (the later, when both are) owns it.
    Gives namespace, key, owner_id, earlier_id, later_id, earlier_at, later_at, distance.
#}
{% macro neighbours(places, reach) -%}
    -- Unnesting first leaves a plain equality for the join, which would else be a cross product.
    select
        f.namespace, f.key, f.memory_id as owner_id,
        p.memory_id as earlier_id, f.memory_id as later_id,
        p.occurred_at as earlier_at, f.occurred_at as later_at, f.place - f.other as distance
    from (
        select *, unnest(range(place - {{ reach }}, place)) as other
        from {{ places }} where is_focus
    ) as f
    join {{ places }} as p
        on p.namespace = f.namespace and p.key = f.key and p.place = f.other
    union all
    select
        f.namespace, f.key, f.memory_id as owner_id,
        f.memory_id as earlier_id, p.memory_id as later_id,
        f.occurred_at as earlier_at, p.occurred_at as later_at, f.other - f.place as distance
    from (
        select *, unnest(range(place + 1, place + {{ reach }} + 1)) as other
        from {{ places }} where is_focus
    ) as f
    join {{ places }} as p
        on p.namespace = f.namespace and p.key = f.key and p.place = f.other
    where not p.is_focus
{%- endmacro %}
