-- What a language model said and is not believed, with the reason. The value by rule stands instead.
{{ config(materialized='view') }}

select
    'memory' as kind, memory_id, cast(null as uuid) as episode_id, cast(null as uuid) as semantic_id,
    namespace, field, "value", reason, language_model, cycle
from {{ ref('memory_claims') }} where reason is not null
union all
select
    'episode', null, episode_id, null, namespace, field, "value", reason, language_model, cycle
from {{ ref('episode_claims') }} where reason is not null
union all
select
    'fact', memory_id, null, null, namespace, 'fact',
    left(concat_ws(' ', subject, predicate, "value"), 200), reason, language_model, cycle
from {{ ref('fact_claims') }} where reason is not null
union all
select
    'semantic', null, null, semantic_id, namespace, field, left("value", 200), reason,
    language_model, cycle
from {{ ref('semantic_claims') }} where reason is not null
