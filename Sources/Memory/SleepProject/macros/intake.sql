{#
    The memories a cycle takes in, oldest first, a bounded number: a large import is taken in by
    several cycles. New ones are found by id, so one that arrives late is taken like any other.

    Reads `told`; `log` is the relation of those taken in before, or none.
#}
{% macro new_memories(log) -%}
    select memory_id
    from told as t
    where {{ fault() }} is null
        and occurred_at <= {{ as_of() }}
        {% if log %}
        and not exists (select 1 from {{ log }} as s where s.memory_id = t.memory_id)
        {% endif %}
    order by occurred_at, memory_id
    limit {{ var('memories_per_cycle') }}
{%- endmacro %}
