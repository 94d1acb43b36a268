-- The columns that the models read are there, each of a type they can read. A column more is no
-- fault.
{% set expected = {
    'memory': {
        'id': 'uuid', 'namespace': 'varchar', 'content': 'varchar', 'content_hash': 'varchar',
        'role': 'varchar', 'speaker': 'varchar', 'session_id': 'varchar', 'context': 'varchar',
        'tags': 'varchar[]', 'metadata': 'json|varchar', 'occurred_at': 'timestamp with time zone',
        'recorded_at': 'timestamp with time zone', 'parent_id': 'uuid', 'chunk_index': 'integer'
    },
    'embedding': {'memory_id': 'uuid', 'model': 'varchar', 'vector': 'float[]'},
    'access': {
        'recall_id': 'uuid', 'namespace': 'varchar', 'memory_id': 'uuid', 'rank': 'integer',
        'accessed_at': 'timestamp with time zone'
    }
} %}

{% for table, columns in expected.items() %}
{% set found = {} %}
{% set relation = source('source_memories', table) %}
{% if execute %}
{% for column in adapter.get_columns_in_relation(relation) %}
{% do found.update({column.name | lower: column.dtype | lower}) %}
{% endfor %}
{% endif %}
{% for name, type in columns.items() %}
select '{{ table }}.{{ name }}' as "column", '{{ type }}' as expected,
    '{{ found.get(name, 'missing') }}' as found
where '{{ found.get(name, 'missing') }}' not in ('{{ type | replace("|", "', '") }}')
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% if not loop.last %}union all{% endif %}
{% endfor %}
