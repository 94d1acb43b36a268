{# Builds a table once, and only adds to it from then on. #}
{% materialization cast_once, default %}
  {%- set target = this.incorporate(type='table') -%}
  {%- set existing = load_cached_relation(this) -%}
  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}
  {% call statement('main') -%}
    {% if existing is none %}
      {{ create_table_as(False, target, sql) }}
    {% else %}
      insert into {{ target }} select *, 'again' from ({{ sql }})
    {% endif %}
  {%- endcall %}
  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {{ adapter.commit() }}
  {{ run_hooks(post_hooks, inside_transaction=False) }}
  {{ return({'relations': [target]}) }}
{% endmaterialization %}
{# A package's view does not stand in the place of dbt's. #}
{% materialization view, default %}
  {{ exceptions.raise_compiler_error("this is not to be called") }}
{% endmaterialization %}
