{{ config(tags=['last']) }}
-- depends_on: {{ ref('regexes') }}
{% if execute %}
{% do graph.setdefault('kept', {}) %}
{% do graph['kept'].update({'a': 1}) %}
{% do graph.setdefault('kept', {'b': 2}) %}
{% set config = builtins.ref.config %}
{{ told([
    ['kept', graph.kept], ['operations', graph.nodes.values() | selectattr('resource_type', 'equalto', 'operation') | map(attribute='unique_id') | sort],
    ['models', graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | map(attribute='name') | sort],
    ['has', 'kept' in graph], ['nothing', graph.get('nothing', 'none')],
    ['project', config.project_name], ['target', config.target_name], ['packages', config.dependencies.consulate.version],
    ['current', builtins.ref.current_project], ['arguments', config.args.which],
]) }}
{% else %}
select 1 as place, '' as part, '' as told
{% endif %}
