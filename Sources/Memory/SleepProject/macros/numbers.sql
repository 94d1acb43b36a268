{# A sum that does not depend on the order of its rows: exact decimals, nine places. #}
{% macro exact_sum(expression) -%}
    cast(sum(cast({{ expression }} as decimal(28, 9))) as double)
{%- endmacro %}

{% macro exact_mean(expression) -%}
    (cast(sum(cast({{ expression }} as decimal(28, 9))) as double) / count({{ expression }}))
{%- endmacro %}

{# Into [0, 1], nine places; NULL counts as 0. #}
{% macro unit(expression) -%}
    round(least(1.0, greatest(0.0, coalesce({{ expression }}, 0.0))), 9)
{%- endmacro %}

{# A UUID made of what a row is about, so that the same row always gets the same id. #}
{% macro derived_id(parts) -%}
    cast(md5(concat_ws(chr(31){% for part in parts %}, coalesce(cast({{ part }} as varchar), chr(30)){% endfor %})) as uuid)
{%- endmacro %}

{#
    Cosine of two vectors of stg_embeddings; NULL when there is none or their lengths differ, −1
    when one of them is zero or not finite (which no two real vectors reach).
#}
{% macro cosine(a, b) -%}
    case when len({{ a }}) = len({{ b }})
        then round(list_cosine_similarity({{ a }}, {{ b }}), 6) end
{%- endmacro %}

{# A vector without missing numbers. #}
{% macro whole_vector(vector) -%}
    list_transform({{ vector }}, lambda x: coalesce(x, 0))
{%- endmacro %}

{#
    The vectors of the memories that a relation names, and of no others: a vector is worth a page of
    text, so it is read last and never sorted. The condition is an expression of its own: as a plain
    semi join, whichever side is guessed to be smaller is kept in memory, which may be all vectors.
    Ids begin with the time and the source is in their order, so what lies outside of the first and
    the last id asked for is not read.
#}
{% macro vectors_of(relation) -%}
    select memory_id, model, {{ whole_vector('told_vector') }} as vector
    from (
        select
            memory_id, model, told_vector,
            memory_id in (select memory_id from {{ relation }}) as is_wanted
        from {{ ref('stg_embeddings') }}
        where {{ id_within(relation) }}
    )
    where coalesce(is_wanted, false)
{%- endmacro %}

{# Whether memory_id lies between the first and the last one of a relation: cheap, and no more. #}
{% macro id_within(relation) -%}
    memory_id >= (select min(memory_id) from {{ relation }})
        and memory_id <= (select max(memory_id) from {{ relation }})
{%- endmacro %}
