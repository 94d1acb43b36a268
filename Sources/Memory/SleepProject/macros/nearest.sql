{#
    Of a group whose members in focus lie between `first_at` and `last_at`: the times between which
    all of those lie and `reach` more before and after, as from_at and to_at. It is one look at each
    member and no sort. Beside them, how many there are.

    `members`: a relation of (group_no, occurred_at, first_at, last_at).
#}
{% macro surroundings(members, reach) -%}
    select
        group_no, count(*) as memories,
        coalesce(
            make_timestamptz(list_min(max(epoch_us(occurred_at), {{ reach }})
                filter (where occurred_at < first_at))),
            min(first_at)) as from_at,
        coalesce(
            make_timestamptz(list_max(min(epoch_us(occurred_at), {{ reach }})
                filter (where occurred_at > last_at))),
            max(last_at)) as to_at
    from {{ members }}
    group by group_no
{%- endmacro %}
