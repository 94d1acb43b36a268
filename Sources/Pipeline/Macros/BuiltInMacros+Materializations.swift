extension BuiltInMacros {
    /// How nodes come into being, as macros: used where a project has put macros of its own in the
    /// place of dbt's, in the order in which dbt calls them. What nobody replaces is built by
    /// native code, which does the same.
    static let materializations = """
        {% macro run_hooks(hooks, inside_transaction=true) -%}
            {%- for hook in hooks | selectattr('transaction', 'equalto', inside_transaction) -%}
                {%- if not inside_transaction and loop.first -%}
                    {%- call statement(auto_begin=false) -%}commit;{%- endcall -%}
                {%- endif -%}
                {%- set text = render(hook.get('sql')) | trim -%}
                {%- if text -%}
                    {%- call statement(auto_begin=inside_transaction) -%}{{ text }}{%- endcall -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endmacro %}
        {% macro should_revoke(existing_relation, full_refresh_mode=true) -%}
            {%- if not existing_relation -%}{{ return(false) }}{%- endif -%}
            {{ return(copy_grants() if full_refresh_mode else true) }}
        {%- endmacro %}
        {% macro default__get_create_index_sql(relation, index_dict) -%}
            {{ return(adapter._create_index_sql(relation, index_dict)) }}
        {%- endmacro %}
        {% macro default__create_indexes(relation) -%}
            {%- for index in config.get('indexes', default=[]) -%}
                {%- set text = get_create_index_sql(relation, index) -%}
                {%- if text -%}{%- do run_query(text) -%}{%- endif -%}
            {%- endfor -%}
        {%- endmacro %}
        {% macro default__alter_relation_comment(relation, relation_comment) -%}
            comment on {{ relation.type }} {{ relation }} is
            '{{ escape_single_quotes(relation_comment) }}';
        {%- endmacro %}
        {% macro default__alter_column_comment(relation, column_dict) -%}
            {%- set there = adapter.get_columns_in_relation(relation)
                | map(attribute='name') | list -%}
            {%- for name in column_dict if name in there %}
            comment on column {{ relation }}.{{ adapter.quote(name) }} is
            '{{ escape_single_quotes(column_dict[name]['description']) }}';
            {%- endfor -%}
        {%- endmacro %}
        {% macro default__persist_docs(relation, model, for_relation=true, for_columns=true) -%}
            {%- if for_relation and config.persist_relation_docs() and model.description -%}
                {%- do run_query(alter_relation_comment(relation, model.description)) -%}
            {%- endif -%}
            {%- if for_columns and config.persist_column_docs() and model.columns -%}
                {%- set text = alter_column_comment(relation, model.columns) -%}
                {%- if text | trim -%}{%- do run_query(text) -%}{%- endif -%}
            {%- endif -%}
        {%- endmacro %}
        {% macro _places(target) -%}
            {%- set existing = load_cached_relation(this) -%}
            {%- set intermediate = make_intermediate_relation(target) -%}
            {{ return([existing, intermediate, make_backup_relation(
                target, target.type if existing is none else existing.type)]) }}
        {%- endmacro %}
        {% macro _clear(relations) -%}
            {%- for relation in relations -%}
                {%- do drop_relation_if_exists(load_cached_relation(relation)) -%}
            {%- endfor -%}
        {%- endmacro %}
        {% macro materialization_view_default() -%}
            {%- set target = this.incorporate(type='view') -%}
            {%- set existing, intermediate, backup = _places(target) -%}
            {%- do run_hooks(pre_hooks, inside_transaction=false) -%}
            {%- do _clear([intermediate, backup]) -%}
            {%- do run_hooks(pre_hooks, inside_transaction=true) -%}
            {%- call statement('main') -%}
                {{ get_create_view_as_sql(intermediate, sql) }}
            {%- endcall -%}
            {%- if existing is not none -%}
                {%- set existing = load_cached_relation(existing) -%}
                {%- if existing is not none -%}
                    {%- do adapter.rename_relation(existing, backup) -%}
                {%- endif -%}
            {%- endif -%}
            {%- do adapter.rename_relation(intermediate, target) -%}
            {%- do apply_grants(target, config.get('grants'),
                should_revoke=should_revoke(existing, full_refresh_mode=true)) -%}
            {%- do persist_docs(target, model) -%}
            {%- do run_hooks(post_hooks, inside_transaction=true) -%}
            {%- do adapter.commit() -%}
            {%- do drop_relation_if_exists(backup) -%}
            {%- do run_hooks(post_hooks, inside_transaction=false) -%}
            {{ return({'relations': [target]}) }}
        {%- endmacro %}
        {% macro materialization_table_duckdb() -%}
            {%- set target = this.incorporate(type='table') -%}
            {%- set existing, intermediate, backup = _places(target) -%}
            {%- do _clear([intermediate, backup]) -%}
            {%- do run_hooks(pre_hooks, inside_transaction=false) -%}
            {%- do run_hooks(pre_hooks, inside_transaction=true) -%}
            {%- call statement('main', language=model['language']) -%}
                {{- create_table_as(false, intermediate, compiled_code, model['language'],
                    partitioned_by=none, sorted_by=none) -}}
            {%- endcall -%}
            {%- if existing is not none -%}
                {%- do adapter._drop_indexes(existing) -%}
                {%- do adapter.rename_relation(existing, backup) -%}
            {%- endif -%}
            {%- do adapter.rename_relation(intermediate, target) -%}
            {%- do create_indexes(target) -%}
            {%- do run_hooks(post_hooks, inside_transaction=true) -%}
            {%- do apply_grants(target, config.get('grants'),
                should_revoke=should_revoke(existing, full_refresh_mode=true)) -%}
            {%- do persist_docs(target, model) -%}
            {%- do adapter.commit() -%}
            {%- do drop_relation_if_exists(backup) -%}
            {%- do run_hooks(post_hooks, inside_transaction=false) -%}
            {{ return({'relations': [target]}) }}
        {%- endmacro %}
        {% macro materialization_incremental_duckdb() -%}
            {%- set target = this.incorporate(type='table') -%}
            {%- set existing, intermediate, backup = _places(target) -%}
            {%- do _clear([intermediate, backup]) -%}
            {%- set full_refresh = should_full_refresh()
                or existing is not none and existing.is_view -%}
            {%- set on_schema_change = incremental_validate_on_schema_change(
                config.get('on_schema_change'), default='ignore') -%}
            {%- set temporary = make_temp_relation(target) -%}
            {%- do run_hooks(pre_hooks, inside_transaction=false) -%}
            {%- do run_hooks(pre_hooks, inside_transaction=true) -%}
            {%- if existing is none -%}
                {%- set text = create_table_as(false, target, compiled_code, model['language'],
                    partitioned_by=none, sorted_by=none) -%}
            {%- elif full_refresh -%}
                {%- set text = create_table_as(false, intermediate, compiled_code,
                    model['language'], partitioned_by=none, sorted_by=none) -%}
            {%- else -%}
                {%- do run_query(create_table_as(true, temporary, compiled_code,
                    model['language'], partitioned_by=none, sorted_by=none)) -%}
                {%- do adapter.expand_target_column_types(
                    from_relation=temporary, to_relation=target) -%}
                {%- set columns = process_schema_changes(on_schema_change, temporary, existing)
                    or adapter.get_columns_in_relation(existing) -%}
                {%- set strategy = adapter.get_incremental_strategy_macro(
                    context, config.get('incremental_strategy') or 'default') -%}
                {%- set text = strategy({'target_relation': target, 'temp_relation': temporary,
                    'unique_key': config.get('unique_key'), 'dest_columns': columns,
                    'incremental_predicates': config.get('predicates', none)
                        or config.get('incremental_predicates', none)}) -%}
            {%- endif -%}
            {%- call statement('main', language='sql') -%}{{ text }}{%- endcall -%}
            {%- set swaps = existing is not none and full_refresh -%}
            {%- if swaps -%}
                {%- do adapter._drop_indexes(target) -%}
                {%- do adapter.rename_relation(target, backup) -%}
                {%- do adapter.rename_relation(intermediate, target) -%}
            {%- endif -%}
            {%- do apply_grants(target, config.get('grants'),
                should_revoke=should_revoke(existing, full_refresh)) -%}
            {%- if existing is none or full_refresh -%}{%- do create_indexes(target) -%}{%- endif -%}
            {%- do persist_docs(target, model) -%}
            {%- do run_hooks(post_hooks, inside_transaction=true) -%}
            {%- do adapter.commit() -%}
            {%- if swaps -%}{%- do adapter.drop_relation(backup) -%}{%- endif -%}
            {%- do run_hooks(post_hooks, inside_transaction=false) -%}
            {{ return({'relations': [target]}) }}
        {%- endmacro %}
        {% macro materialization_test_default() -%}
            {%- set relations = [] -%}
            {%- set found = get_limit_subquery_sql(sql, config.get('limit')) -%}
            {%- set body = found -%}
            {%- if should_store_failures() -%}
                {%- set kind = config.get('store_failures_as') or 'table' -%}
                {%- set existing = adapter.get_relation(
                    database=database, schema=schema, identifier=model['alias']) -%}
                {%- set target = api.Relation.create(
                    identifier=model['alias'], schema=schema, database=database, type=kind) -%}
                {%- if existing -%}{%- do adapter.drop_relation(existing) -%}{%- endif -%}
                {%- call statement(auto_begin=true) -%}
                    {{ get_create_view_as_sql(target, found) if kind == 'view'
                        else get_create_table_as_sql(false, target, found) }}
                {%- endcall -%}
                {%- do relations.append(target) -%}
                {%- set body = 'select * from ' ~ target -%}
                {%- do adapter.commit() -%}
            {%- endif -%}
            {%- call statement('main', fetch_result=true) -%}
                {{ get_test_sql(body, config.get('fail_calc', 'count(*)'),
                    config.get('warn_if', '!= 0'), config.get('error_if', '!= 0'), none) }}
            {%- endcall -%}
            {{ return({'relations': relations}) }}
        {%- endmacro %}
        {% macro default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
            select
                {{ fail_calc }} as failures,
                {{ fail_calc }} {{ warn_if }} as should_warn,
                {{ fail_calc }} {{ error_if }} as should_error
            from (
            {{ main_sql }}
            {{ 'limit ' ~ limit if limit is not none }}
            ) dbt_internal_test
        {%- endmacro %}
        """

    /// The strategies of incremental models.
    static let strategies = """
        {% macro default__get_incremental_default_sql(arg_dict) -%}
            {{ return(get_incremental_delete_insert_sql(arg_dict) if arg_dict['unique_key']
                else get_incremental_append_sql(arg_dict)) }}
        {%- endmacro %}
        {% macro default__get_incremental_append_sql(arg_dict) -%}
            {{ return(get_insert_into_sql(arg_dict['target_relation'], arg_dict['temp_relation'],
                arg_dict['dest_columns'])) }}
        {%- endmacro %}
        {% macro get_insert_into_sql(target_relation, temp_relation, dest_columns) -%}
            {%- set names = get_quoted_csv(dest_columns | map(attribute='name')) -%}
            insert into {{ target_relation }} ({{ names }})
            (select {{ names }} from {{ temp_relation }})
        {%- endmacro %}
        {% macro default__get_incremental_delete_insert_sql(arg_dict) -%}
            {{ return(get_delete_insert_merge_sql(arg_dict['target_relation'],
                arg_dict['temp_relation'], arg_dict['unique_key'], arg_dict['dest_columns'],
                arg_dict['incremental_predicates'])) }}
        {%- endmacro %}
        {% macro default__get_delete_insert_merge_sql(
            target, source, unique_key, dest_columns, incremental_predicates=none) -%}
            {%- set names = get_quoted_csv(dest_columns | map(attribute='name')) -%}
            {%- if unique_key -%}
            {%- set keys = [unique_key] if unique_key is string else unique_key -%}
            delete from {{ target }} as DBT_INCREMENTAL_TARGET
            using {{ source }}
            where (
                {%- for key in keys %}
                {{ source }}.{{ key }} = DBT_INCREMENTAL_TARGET.{{ key }}
                {{- ' and ' if not loop.last }}
                {%- endfor %}
                {%- for predicate in incremental_predicates or [] %}
                and {{ predicate }}
                {%- endfor %}
            );
            {%- endif %}
            insert into {{ target }} ({{ names }})
            (select {{ names }} from {{ source }})
        {%- endmacro %}
        {% macro default__get_incremental_microbatch_sql(arg_dict) -%}
            {%- set target = arg_dict['target_relation'] -%}
            {%- set names = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}
            {%- set column = config.get('event_time') -%}
            {%- set within = column ~ " >= '" ~ model.batch.event_time_start ~ "' and "
                ~ column ~ " < '" ~ model.batch.event_time_end ~ "'" -%}
            delete from {{ target }} where {{ within }}
                {%- for predicate in arg_dict['incremental_predicates'] or [] %}
                and ({{ predicate }})
                {%- endfor %};
            insert into {{ target }} ({{ names }})
            (select {{ names }} from {{ arg_dict['temp_relation'] }} where {{ within }})
        {%- endmacro %}
        {% macro default__get_incremental_merge_sql(arg_dict) -%}
            {{ return(get_merge_sql(arg_dict['target_relation'], arg_dict['temp_relation'],
                arg_dict['unique_key'], arg_dict['dest_columns'],
                arg_dict['incremental_predicates'])) }}
        {%- endmacro %}
        {% macro default__get_merge_sql(
            target, source, unique_key, dest_columns, incremental_predicates=none) -%}
            {%- set keys = [unique_key] if unique_key is string else unique_key or [] -%}
            {%- set names = get_quoted_csv(dest_columns | map(attribute='name')) -%}
            {%- set changed = get_merge_update_columns(config.get('merge_update_columns'),
                config.get('merge_exclude_columns'), dest_columns) -%}
            merge into {{ target }} as DBT_INTERNAL_DEST
            using {{ source }} as DBT_INTERNAL_SOURCE
            on (
                {%- for key in keys %}
                DBT_INTERNAL_SOURCE.{{ key }} = DBT_INTERNAL_DEST.{{ key }}
                {{- ' and ' if not loop.last }}
                {%- endfor %}
                {{- 'false' if not keys }})
                {%- for predicate in incremental_predicates or [] %}
                and {{ predicate }}
                {%- endfor %}
            {%- if keys %}
            when matched then update set
                {%- for name in changed %}
                {{ name }} = DBT_INTERNAL_SOURCE.{{ name }}{{ ',' if not loop.last }}
                {%- endfor %}
            {%- endif %}
            when not matched then insert ({{ names }}) values (
                {%- for column in dest_columns %}
                DBT_INTERNAL_SOURCE.{{ column.quoted }}{{ ',' if not loop.last }}
                {%- endfor %})
        {%- endmacro %}
        {% macro incremental_validate_on_schema_change(on_schema_change, default='ignore') -%}
            {%- set known = ['sync_all_columns', 'append_new_columns', 'fail', 'ignore'] -%}
            {{ return(on_schema_change if on_schema_change in known else default) }}
        {%- endmacro %}
        {% macro check_for_schema_changes(source_relation, target_relation) -%}
            {%- set new = adapter.get_columns_in_relation(source_relation) -%}
            {%- set old = adapter.get_columns_in_relation(target_relation) -%}
            {%- set added = diff_columns(new, old) -%}
            {%- set removed = diff_columns(old, new) -%}
            {%- set types = diff_column_data_types(new, old) -%}
            {{ return({'schema_changed': (added or removed or types) | length > 0,
                'source_not_in_target': added, 'target_not_in_source': removed,
                'source_columns': new, 'target_columns': old, 'new_target_types': types}) }}
        {%- endmacro %}
        {% macro sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) -%}
            {%- set added = schema_changes_dict['source_not_in_target'] -%}
            {%- if on_schema_change == 'append_new_columns' and added -%}
                {%- do alter_relation_add_remove_columns(target_relation, added, none) -%}
            {%- elif on_schema_change == 'sync_all_columns' -%}
                {%- set removed = schema_changes_dict['target_not_in_source'] -%}
                {%- if added or removed -%}
                    {%- do alter_relation_add_remove_columns(target_relation, added, removed) -%}
                {%- endif -%}
                {%- for change in schema_changes_dict['new_target_types'] -%}
                    {%- do alter_column_type(
                        target_relation, change['column_name'], change['new_type']) -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endmacro %}
        {% macro process_schema_changes(on_schema_change, source_relation, target_relation) -%}
            {%- if on_schema_change == 'ignore' -%}{{ return({}) }}{%- endif -%}
            {%- set changes = check_for_schema_changes(source_relation, target_relation) -%}
            {%- if changes['schema_changed'] -%}
                {%- if on_schema_change == 'fail' -%}
                    {%- do exceptions.raise_compiler_error(
                        'The source and target schemas on this incremental model are out of sync!')
                    -%}
                {%- endif -%}
                {%- do sync_column_schemas(on_schema_change, target_relation, changes) -%}
            {%- endif -%}
            {{ return(changes['source_columns']) }}
        {%- endmacro %}
        """
}
