{% macro _must_be_relation(thing, caller_name) %}
    {%- if not (thing is mapping and thing.get('metadata', {}).get('type', '').endswith('Relation')) -%}
        {%- do exceptions.raise_compiler_error('`' ~ caller_name ~ '` takes a relation, not ' ~ thing) -%}
    {%- endif -%}
{% endmacro %}
{% macro _must_not_be_ephemeral(thing, caller_name) %}
    {%- if thing.is_cte -%}
        {% set name = thing.name[thing.name.find('__cte__') + 7:] if thing.name.startswith(api.Relation.add_ephemeral_prefix('')) else thing.name %}
        {%- do exceptions.raise_compiler_error(caller_name ~ ' cannot look into the ephemeral ' ~ name) -%}
    {%- endif -%}
{% endmacro %}
{% macro say(message) %}{{ log(toolbox.stamp() ~ ' ' ~ message, info=false) }}{% endmacro %}
{% macro stamp(format=none) %}{{ return(modules.datetime.datetime.now().strftime(format or '%H:%M:%S')) }}{% endmacro %}
{% macro slug(text) %}
    {%- set text = text | lower -%}
    {%- set text = modules.re.sub('[ -]+', '_', text) -%}
    {%- set text = modules.re.sub('[^a-z0-9_]+', '', text) -%}
    {{ return(modules.re.sub('^[0-9]', '_' ~ text[0], text)) }}
{% endmacro %}
