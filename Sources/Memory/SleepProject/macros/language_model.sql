{# Whether this cycle asks a language model; without one everything goes by rule. #}
{% macro asks() -%}
    {{ return(var('language_model', '') != '') }}
{%- endmacro %}

{# The instructions of a kind of question: the user's own text, or the one in prompts/. #}
{% macro prompt_of(kind) -%}
    {%- set own = var('prompts', {}) -%}
    {%- if own.get(kind) -%} {{ return(own[kind]) }}
    {%- elif kind == 'memory' -%} {{ return(memory_prompt()) }}
    {%- elif kind == 'fact' -%} {{ return(fact_prompt()) }}
    {%- elif kind == 'episode' -%} {{ return(episode_prompt()) }}
    {%- else -%} {{ return(semantic_prompt()) }}
    {%- endif -%}
{%- endmacro %}

{# The schema of an answer, as an expression of SQL: one for all, or the question's own. #}
{% macro schema_of(kind) -%}
    {%- if kind == 'memory' -%} {{ return(sql_text(memory_schema())) }}
    {%- elif kind == 'fact' -%} {{ return('q.answer_schema') }}
    {%- elif kind == 'episode' -%} {{ return(sql_text(episode_schema())) }}
    {%- else -%} {{ return(sql_text(semantic_schema())) }}
    {%- endif -%}
{%- endmacro %}

{# A text as a literal of SQL. #}
{% macro sql_text(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}

{# Eight characters by which an answer shows that it belongs to its question. #}
{% macro handle(id) -%}
    right(cast({{ id }} as varchar), 8)
{%- endmacro %}

{#
    The answers to a table of questions, one a row, each from a call of its own; with what failed.

    The questions lie in a table of this database, so that nothing of the store is open while the
    model thinks. `keys` are the columns that say what a question is about.
#}
{% macro answers(kind, questions, keys) -%}
{% if asks() and not var('dry_run', false) %}
with asked as materialized (
    select
        {% for key in keys %}q.{{ key }}, {% endfor %}q.namespace,
        llm_try_generate_json(
            q.question,
            {{ schema_of(kind) }},
            {
                'model': {{ sql_text(var('language_model')) }},
                'system': {{ sql_text(prompt_of(kind)) }},
                'temperature': 0.0,
                'seed': 0,
                'max_tokens': {{ var('answer_tokens') }}
            }) as reply
    from {{ questions }} as q
    {% if is_incremental() %}
    where not exists (
        select 1 from {{ this }} as a where a.cycle = q.cycle and a.{{ keys[0] }} = q.{{ keys[0] }})
    {% endif %}
),

heard as (
    select * exclude (reply), reply.value as answer, reply.error as error from asked
)

select
    {% for key in keys %}{{ key }}, {% endfor %}namespace,
    {{ sql_text(var('language_model')) }} as language_model,
    case when length(answer) <= {{ var('answer_characters') }} then answer end as answer,
    case
        when error is not null then {{ failure('error') }}
        when length(answer) > {{ var('answer_characters') }} then 'too long'
        when answer is null then 'not sent'
        when {{ answer_object('answer') }} is null then 'bad JSON'
    end as failure,
    left(error, 200) as error,
    {{ as_of() }} as asked_at,
    {{ cycle() }} as cycle
from heard
order by {{ keys[0] }}
{% else %}
select
    {% for key in keys %}{{ key }}, {% endfor %}namespace,
    cast(null as varchar) as language_model,
    cast(null as varchar) as answer,
    cast(null as varchar) as failure,
    cast(null as varchar) as error,
    {{ as_of() }} as asked_at,
    {{ cycle() }} as cycle
from {{ questions }}
where false
{% endif %}
{%- endmacro %}

{#
    The answers of this cycle that are not taken apart yet, a row each: `key` says what a question is
    about, `columns` are further ones of the answer (a) or its question (q).
#}
{% macro answered(kind, key, columns) -%}
    select
        a.{{ key }}, a.namespace, a.language_model, {{ columns | join(', ') }},
        {{ answer_object('a.answer') }} as said
    from {{ ref(kind ~ '_answers') }} as a
    join {{ ref(kind ~ '_questions') }} as q on q.{{ key }} = a.{{ key }}
    where a.cycle = {{ cycle() }} and a.failure is null
    {% if is_incremental() %}
        and not exists (
            select 1 from {{ this }} as c where c.cycle = a.cycle and c.{{ key }} = a.{{ key }})
    {% endif %}
{%- endmacro %}

{# Why there is no answer, in a word or two of a closed list. #}
{% macro failure(error) -%}
    case split_part({{ error }}, ': ', 1)
        when 'not configured' then 'no server'
        when 'timed out' then 'timeout'
        when 'circuit open' then 'unreachable'
        when 'rate limited' then 'too busy'
        when 'budget spent' then 'budget'
        when 'bad answer' then 'bad JSON'
        when 'schema violated' then 'bad JSON'
        when 'truncated' then 'too long'
        when 'too large' then 'too long'
        when 'unreachable' then 'unreachable'
        when 'deadline' then 'deadline'
        when 'cancelled' then 'cancelled'
        else 'server error'
    end
{%- endmacro %}
