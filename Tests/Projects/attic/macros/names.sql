{% macro generate_schema_name(custom_schema_name, node) %}
    {%- if node.resource_type == 'seed' and custom_schema_name -%}
        {{ custom_schema_name | trim }}
    {%- else -%}
        {{ target.schema }}{{ '_' ~ custom_schema_name | trim if custom_schema_name }}
    {%- endif -%}
{% endmacro %}

{% macro generate_alias_name(custom_alias_name=none, node=none) %}
    {{- custom_alias_name | trim if custom_alias_name else node.name ~ '_kept' -}}
{% endmacro %}
