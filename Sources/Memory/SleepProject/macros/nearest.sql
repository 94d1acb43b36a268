{#
    Of a group whose members in focus lie between `first_at` and `last_at`: the times between which
    all of those lie and `reach` more before and after, as from_at and to_at. It is one look at each
    member and no sort. Beside them, how many there are, and the times of those before and after
    (microseconds, NULL for none) as before_us and after_us.

    `members`: a relation of (group_no, occurred_at, first_at, last_at).
#}
{% macro surroundings(members, reach) -%}
    select
        group_no, memories, before_us, after_us,
        coalesce(make_timestamptz(list_min(before_us)), first_at) as from_at,
        coalesce(make_timestamptz(list_max(after_us)), last_at) as to_at
    from (
        select
            group_no, count(*) as memories, min(first_at) as first_at, max(last_at) as last_at,
            max(epoch_us(occurred_at), {{ reach }}) filter (where occurred_at < first_at)
                as before_us,
            min(epoch_us(occurred_at), {{ reach }}) filter (where occurred_at > last_at)
                as after_us
        from {{ members }}
        group by group_no
    )
{%- endmacro %}
