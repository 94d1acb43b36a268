{#
    The memories a cycle takes in, oldest first, a bounded number: a large import is taken in by
    several cycles. New ones are found by id, so one that arrives late is taken like any other.

    Reads `told`; `log` is the relation of those taken in before, or none.
#}
{% macro new_memories(log) -%}
    select memory_id
    from told as t
    where {{ is_usable() }}
        and occurred_at <= {{ as_of() }}
        {% if log %}
        and not exists (select 1 from {{ log }} as s where s.memory_id = t.memory_id)
        {% endif %}
    order by occurred_at, memory_id
    limit {{ var('memories_per_cycle') }}
{%- endmacro %}

{#
    Whether the cycle before this one took in as many memories as it may at the same moment, so that
    this one goes on where it stopped. Told by the tables, since a cycle that is run again somewhere
    else has to do the same.
#}
{% macro backlog_goes_on() -%}
    {%- set before -%}
        select count(*) from {{ ref('stg_memories') }}
        where cycle = {{ cycle() }} - 1 and staged_at = {{ as_of() }}
    {%- endset -%}
    {%- if execute and run_query(before).rows[0][0] >= var('memories_per_cycle') -%}
        {{ return(true) }}
    {%- endif -%}
    {{ return(false) }}
{%- endmacro %}
