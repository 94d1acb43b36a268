-- What the language model says an episode was for: a goal, tasks and what was done for each, value
-- by value, with why it is not believed (NULL when it is). Most of its words have to be the
-- episode's. A task that is not believed takes its actions with it.
{% call with_letters() %}
with answered as (
    {{ answered('episode', 'episode_id', ['q.text']) }}
),

tasks as (
    select
        episode_id, namespace, language_model, text,
        unnest({{ elements_at('said', '$.tasks') }}) as task,
        generate_subscripts({{ elements_at('said', '$.tasks') }}, 1) as task_place
    from answered
),

said as (
    select
        episode_id, namespace, language_model, text, 'goal' as field, 0 as task_place, 0 as place,
        {{ text_at('said', '$.goal') }} as claim
    from answered
    where coalesce({{ text_at('said', '$.goal') }}, '-') <> ''
    union all
    select
        episode_id, namespace, language_model, text, 'task' as field, task_place, 0 as place,
        {{ text_at('task', '$.task') }} as claim
    from tasks
    union all
    select
        episode_id, namespace, language_model, text, 'action' as field, task_place, place,
        case when json_type(action) = 'VARCHAR' then trim(json_extract_string(action, '$')) end
            as claim
    from (
        select
            *,
            unnest({{ elements_at('task', '$.actions') }}) as action,
            generate_subscripts({{ elements_at('task', '$.actions') }}, 1) as place
        from tasks
    )
),

judged as (
    select
        * exclude (text),
        case
            when claim is null then 'is no text'
            -- Longer ones were cut off at the 160 that the schema allows.
            when length(claim) not between 3 and 150 or regexp_matches(claim, '\p{C}')
                then 'is not one short line'
            when {{ where_asked(addresses_a_model('claim')) }} then 'speaks to a model'
            when text is null then 'nobody said it'
            when {{ where_asked(touches_affairs('claim')) }}
                and regexp_matches(claim, '(?:^|[^\p{L}])[\p{Lu}]\p{Ll}+ (?:\p{Ll}|is\b)[\p{L} ,]*[\p{Lu}\p{N}$€£]')
                then 'a claim about somebody'
            when {{ shared_words('claim', 'text') }} < {{ var('shared_word_share') }}
                then 'is in other words than the episode'
            when not {{ names_and_numbers_occur('claim', 'text') }}
                then 'has a name or a number that the episode has not'
            when row_number() over (
                partition by episode_id, field, case field when 'action' then task_place end,
                    lower(claim)
                order by task_place, place) > 1 then 'was said already'
        end as reason
    from said
)

select
    j.episode_id,
    j.namespace,
    j.field,
    j.task_place,
    j.place,
    left(j.claim, 200) as "value",
    coalesce(j.reason, case when j.field = 'action' and t.reason is not null
        then 'its task is not believed' end) as reason,
    j.language_model,
    {{ cycle() }} as cycle
from judged as j
left join judged as t
    on t.episode_id = j.episode_id and t.task_place = j.task_place and t.field = 'task'
order by j.namespace, j.episode_id, j.task_place, j.place, j.field
{% endcall %}
