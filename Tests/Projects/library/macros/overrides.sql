{% macro library__say() %}'root: {{ shelves.label() }}'{% endmacro %}
{% macro default__say() %}'root says {{ label() }}'{% endmacro %}
{% macro label() %}root label{% endmacro %}
{% macro ref(name, v=none) %}
  {%- do return(builtins.ref(name) if v is none else builtins.ref(name, v)) -%}
{% endmacro %}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {%- if custom_schema_name is none -%}{{ target.schema }}{%- else -%}{{ node.package_name }}_{{ custom_schema_name | trim }}{%- endif -%}
{%- endmacro %}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
  {%- if custom_alias_name -%}{{ custom_alias_name }}{%- elif node.name.startswith('x_') -%}{{ node.name[2:] }}{%- else -%}{{ node.name }}{%- endif -%}
{%- endmacro %}
