{% macro called(what) %}
  {% if execute %}
    {% do run_query("insert into main.calls select count(*), '" ~ what ~ "' from main.calls") %}
  {% endif %}
{% endmacro %}
{% macro duckdb__create_view_as(relation, sql) %}
  {% do called('create_view_as') %}
  create view {{ relation }} as (select *, 'view' as made_by from ({{ sql }}))
{% endmacro %}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) %}
  {% do called('create_table_as ' ~ temporary) %}
  create {{ 'temporary' if temporary }} table {{ relation.include(database=(not temporary), schema=(not temporary)) }} as (select *, 'table' as made_by from ({{ compiled_code }}))
{% endmacro %}
{% macro run_hooks(hooks, inside_transaction=True) %}
  {% do called('run_hooks ' ~ (hooks | length) ~ ' ' ~ inside_transaction) %}
  {{ dbt.run_hooks(hooks, inside_transaction) }}
{% endmacro %}
{% macro persist_docs(relation, model, for_relation=true, for_columns=true) %}
  {% do called('persist_docs ' ~ relation.identifier) %}
{% endmacro %}
{% macro default__apply_grants(relation, grant_config, should_revoke=True) %}
  {% do called('apply_grants ' ~ should_revoke) %}
{% endmacro %}
{% macro default__create_indexes(relation) %}
  {% do called('create_indexes ' ~ relation.identifier) %}
{% endmacro %}
{% macro default__make_intermediate_relation(base_relation, suffix) %}
  {% do called('make_intermediate_relation') %}
  {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ '__between'})) }}
{% endmacro %}
{% macro default__make_backup_relation(base_relation, backup_relation_type, suffix) %}
  {% do called('make_backup_relation ' ~ backup_relation_type) %}
  {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ '__before'}, type=backup_relation_type)) }}
{% endmacro %}
{% macro duckdb__drop_relation(relation) %}
  {% do called('drop_relation ' ~ relation.identifier) %}
  {% call statement('drop_relation', auto_begin=False) %}drop {{ relation.type }} if exists {{ relation }} cascade{% endcall %}
{% endmacro %}
{% macro duckdb__rename_relation(from_relation, to_relation) %}
  {% do called('rename_relation ' ~ from_relation.identifier ~ ' ' ~ to_relation.identifier) %}
  {% call statement('rename_relation') %}alter {{ to_relation.type }} {{ from_relation }} rename to {{ to_relation.identifier }}{% endcall %}
{% endmacro %}
{% macro get_incremental_delete_insert_sql(arg_dict) %}
  {% do called('get_incremental_delete_insert_sql ' ~ arg_dict['unique_key']) %}
  {{ return(dbt.get_incremental_delete_insert_sql(arg_dict)) }}
{% endmacro %}
{% macro get_incremental_replaced_sql(arg_dict) %}
  {% do called('get_incremental_replaced_sql') %}
  delete from {{ arg_dict['target_relation'] }};
  insert into {{ arg_dict['target_relation'] }} select * from {{ arg_dict['temp_relation'] }}
{% endmacro %}
{% macro process_schema_changes(on_schema_change, source_relation, target_relation) %}
  {% do called('process_schema_changes ' ~ on_schema_change) %}
  {{ return(dbt.process_schema_changes(on_schema_change, source_relation, target_relation)) }}
{% endmacro %}
{% macro default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) %}
  {% do called('get_test_sql ' ~ fail_calc ~ ' ' ~ warn_if ~ ' ' ~ error_if) %}
  select {{ fail_calc }} + 1 as failures, {{ fail_calc }} + 1 > 2 as should_warn, {{ fail_calc }} + 1 > 3 as should_error
  from ({{ main_sql }}) found
{% endmacro %}
{% materialization folded, adapter='duckdb' %}
  {%- set target = api.Relation.create(database=this.database, schema=this.schema, identifier=this.identifier, type='table') -%}
  {% call statement('main', fetch_result=True) %}
    create or replace table {{ target }} as select count(*) as n, '{{ model.name }}' as name, '{{ config.get("mark", "none") }}' as mark from ({{ compiled_code }})
  {% endcall %}
  {% do adapter.commit() %}
  {{ return({'relations': [target]}) }}
{% endmaterialization %}
