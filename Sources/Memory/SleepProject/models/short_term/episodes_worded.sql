-- Every episode there ever was with its goal ▸ tasks ▸ actions: the language model's where it was
-- asked and believed, else those found by rule, which episodes keeps.
{{ config(materialized='view') }}

with believed as (
    select
        episode_id, cycle,
        max("value") filter (where field = 'goal') as goal,
        list("value" order by task_place) filter (where field = 'task') as tasks,
        list("value" order by task_place, place) filter (where field = 'action') as actions
    from {{ ref('episode_claims') }}
    where reason is null
    group by episode_id, cycle
),

deeds as (
    select
        episode_id, cycle, task_place,
        max("value") filter (where field = 'task') as task,
        list("value" order by place) filter (where field = 'action') as actions
    from {{ ref('episode_claims') }}
    where reason is null and task_place > 0
    group by episode_id, cycle, task_place
),

plans as (
    select
        episode_id, cycle,
        list({'task': task, 'actions': coalesce(actions, [])} order by task_place) as plan
    from deeds group by episode_id, cycle
),

refused as (
    select distinct episode_id, cycle from {{ ref('episode_claims') }} where reason is not null
)

select
    e.* replace (
        coalesce(b.goal, e.goal) as goal,
        coalesce(b.tasks, e.tasks) as tasks,
        case when b.tasks is not null then coalesce(b.actions, []) else e.actions end as actions),
    p.plan,
    case when b.goal is not null then 'model' else 'rule' end as goal_source,
    case when b.tasks is not null then 'model' else 'rule' end as task_source,
    a.language_model,
    case when a.episode_id is null then 'not asked'
        else coalesce(a.failure, case when r.episode_id is not null then 'failed check' end)
    end as fallback
from {{ ref('episodes') }} as e
left join {{ ref('episode_answers') }} as a on a.episode_id = e.episode_id and a.cycle = e.cycle
left join believed as b on b.episode_id = e.episode_id and b.cycle = e.cycle
left join plans as p on p.episode_id = e.episode_id and p.cycle = e.cycle
left join refused as r on r.episode_id = e.episode_id and r.cycle = e.cycle
