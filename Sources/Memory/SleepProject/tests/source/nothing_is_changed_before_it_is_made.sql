-- Every memory says when it was told, and where the source keeps when a row was changed, that is
-- not before it was made.
{% set columns = [] %}
{% if execute %}
{% set columns = adapter.get_columns_in_relation(source('source_memories', 'memory'))
    | map(attribute='name') | map('lower') | list %}
{% endif %}
{% set made = 'created_at' if 'created_at' in columns else 'recorded_at' %}
{{ config(severity='warn') }}

select cast(id as varchar) as id
from {{ source('source_memories', 'memory') }}
where try_cast({{ made }} as timestamptz) is null
    {% if 'updated_at' in columns %}
    or try_cast(updated_at as timestamptz) < try_cast({{ made }} as timestamptz)
    {% endif %}
