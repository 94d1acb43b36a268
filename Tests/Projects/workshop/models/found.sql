-- depends_on: {{ ref('sales') }} {{ ref('returns') }}
{% set found = toolbox.relations_like('main', '%s%', 'st%') %}
select '{{ found | map(attribute='identifier') | select('in', ['sales', 'returns']) | join(',') }}' as names,
  {{ toolbox.as_dict('select count(*) as n, max(amount) as top from ' ~ ref('sales')).get('n', [0])[0] }} as n,
  {{ toolbox.one_value('select sum(amount) from ' ~ ref('sales'), 0) }} as total,
  '{{ toolbox.values_of(api.Relation.create(database=target.database, schema=target.schema, identifier='nowhere'), 'x', default=['d']) | join }}' as fallback,
  '{{ toolbox.slug('1 Big-Name!') }}' as slug
