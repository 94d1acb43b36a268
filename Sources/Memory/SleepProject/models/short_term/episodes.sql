-- An episode: who, where, when, what for, and how strongly it is kept. One row each time its
-- members changed; the members are in episode_memories with the same cycle. What speaks to the model
-- that reads it was no goal of anybody.
{% call with_letters() %}
with members as (
    select m.*
    from {{ ref('episode_memories') }} as m
    {% if is_incremental() %}
    where not exists (
        select 1 from {{ this }} as e where e.episode_id = m.episode_id and e.cycle = m.cycle)
    {% endif %}
),

told as (
    select
        m.*, s.speaker, s.people, s.context, s.metadata, s.task_type, s.valence, s.importance,
        s.concepts, s.places as model_places,
        coalesce(s.addresses_model, false) as addresses_model,
        left(s.content, 120) as snippet,
        regexp_extract(
            left(s.content, 2000),
            '\b(?:in|at|from|near|visited|to) ((?:the )?[\p{Lu}][\p{L}’''-]+(?: [\p{Lu}][\p{L}’''-]+)?)',
            1) as place_name
    from members as m
    join {{ ref('stg_memories') }} as s on s.memory_id = m.memory_id
),

persons as (
    select episode_id, cycle, list(person order by mentions desc, person) as people
    from (
        select episode_id, cycle, person, count(*) as mentions
        from (select episode_id, cycle, unnest(people) as person from told)
        group by episode_id, cycle, person
        qualify row_number() over (
            partition by episode_id, cycle order by count(*) desc, person) <= 12
    )
    group by episode_id, cycle
),

topics as (
    select episode_id, cycle, list(concept order by mentions desc, concept) as concepts
    from (
        select episode_id, cycle, concept, count(*) as mentions
        from (select episode_id, cycle, unnest(concepts) as concept from told)
        group by episode_id, cycle, concept
        qualify row_number() over (
            partition by episode_id, cycle order by count(*) desc, concept) <= 12
    )
    group by episode_id, cycle
),

calendar_words as (
    select word from {{ ref('function_words') }} where kind in ('calendar', 'interjection')
),

places as (
    select episode_id, cycle, list(place_name order by mentions desc, place_name) as places
    from (
        select episode_id, cycle, place_name, count(*) as mentions
        from (
            select episode_id, cycle, place_name from told
            where place_name <> ''
                and lower(place_name) not in (select word from calendar_words)
                and not list_contains(people, split_part(place_name, ' ', 1))
            union all
            select episode_id, cycle, json_extract_string(metadata, '$.location') as place_name
            from told
            where json_type(metadata, '$.location') = 'VARCHAR'
            union all
            select episode_id, cycle, place_name
            from (select episode_id, cycle, place_name as found, unnest(model_places) as place_name
                from told)
            where place_name <> found
        )
        group by episode_id, cycle, place_name
        qualify row_number() over (
            partition by episode_id, cycle order by count(*) desc, place_name) <= 4
    )
    group by episode_id, cycle
),

summed as (
    select
        episode_id, namespace, cycle,
        any_value(session_id) as session_id,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*) as memories,
        count(*) filter (where is_attended) as attended_memories,
        count(*) filter (where related_memories > 0) as related_memories,
        {{ exact_mean('attention') }} as attention,
        {{ exact_mean('valence') }} as valence,
        {{ exact_mean('stm_strength') }} as stm_strength,
        max(priority) as priority,
        max(salience) as salience,
        max(importance) as importance,
        arg_max(snippet, (case when task_type = 'goal' then 2 when task_type in ('plan', 'request')
            then 1 else 0 end, priority, -place)) filter (where not addresses_model) as goal,
        list(snippet order by place)
            filter (where task_type in ('plan', 'request', 'question') and not addresses_model)
            as tasks,
        list(snippet order by place) filter (where task_type = 'action' and not addresses_model)
            as actions
    from told
    group by episode_id, namespace, cycle
),

judged as (
    select
        *,
        case
            when salience > {{ var('flashbulb_salience') }} then 'flashbulb'
            when related_memories >= {{ var('ready_related_memories') }}
                and priority > {{ var('ready_priority') }} then 'related and important'
            else 'age'
        end as ready_reason
    from summed
)

select
    j.episode_id,
    j.namespace,
    j.session_id,
    j.started_at,
    j.ended_at,
    j.memories,
    j.attended_memories,
    j.related_memories,
    coalesce(p.people, []) as who,
    coalesce(l.places, []) as "where",
    coalesce(t.concepts, []) as concepts,
    j.goal,
    coalesce(j.tasks[1:5], []) as tasks,
    coalesce(j.actions[1:5], []) as actions,
    round(j.attention, 9) as attention,
    round(j.valence, 9) as valence,
    j.priority,
    j.salience,
    j.importance,
    round(j.stm_strength, 9) as stm_strength,
    j.ready_reason,
    case when j.ready_reason = 'age' then j.ended_at + to_seconds({{ var('stm_duration') }})
        else j.ended_at end as ready_at,
    {{ as_of() }} as formed_at,
    j.cycle
from judged as j
left join persons as p on p.episode_id = j.episode_id and p.cycle = j.cycle
left join topics as t on t.episode_id = j.episode_id and t.cycle = j.cycle
left join places as l on l.episode_id = j.episode_id and l.cycle = j.cycle
order by j.namespace, j.episode_id
{% endcall %}
