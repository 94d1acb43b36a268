-- Every question a language model was asked, and why it gave no answer, if it gave none.
{{ config(materialized='view') }}

{% for kind, key in [('memory', 'memory_id'), ('episode', 'episode_id'), ('fact', 'memory_id'),
    ('semantic', 'semantic_id')] %}
select
    '{{ kind }}' as kind,
    {% if key == 'memory_id' %}memory_id{% else %}cast(null as uuid){% endif %} as memory_id,
    {% if key == 'episode_id' %}episode_id{% else %}cast(null as uuid){% endif %} as episode_id,
    {% if key == 'semantic_id' %}semantic_id{% else %}cast(null as uuid){% endif %} as semantic_id,
    namespace, language_model, failure, error, asked_at, cycle
from {{ ref(kind ~ '_answers') }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
