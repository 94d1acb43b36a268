extension BuiltInMacros {
    /// SQL that makes, changes and finds relations, for macros that build their own statements.
    static let relations = """
        {% macro default__create_table_as(temporary, relation, compiled_code, language='sql',
            partitioned_by=none, sorted_by=none) -%}
            {%- if _contract is defined and not temporary -%}
            create table {{ relation }} ({{ _contract.definition }});
            insert into {{ relation }} ({{ _contract.columns }})
            (select {{ _contract.columns }} from (
            {{ compiled_code }}
            ) as model_subq);
            {%- else -%}
            create {{ 'temporary ' if temporary }}table
            {{ relation.include(database=not temporary, schema=not temporary) }} as (
            {{ compiled_code }}
            );
            {%- endif -%}
        {%- endmacro %}
        {% macro default__get_create_table_as_sql(temporary, relation, sql) -%}
            {{ return(create_table_as(temporary, relation, sql)) }}
        {%- endmacro %}
        {% macro default__create_view_as(relation, sql) -%}
            create view {{ relation }} as (
            {{ sql }}
            );
        {%- endmacro %}
        {% macro default__get_create_view_as_sql(relation, sql) -%}
            {{ return(create_view_as(relation, sql)) }}
        {%- endmacro %}
        {% macro default__create_schema(relation) -%}
            {%- do adapter._create_schema(relation) -%}
        {%- endmacro %}
        {% macro default__drop_schema(relation) -%}
            {%- do adapter._drop_schema(relation) -%}
        {%- endmacro %}
        {% macro default__drop_schema_named(schema_name) -%}
            {%- do adapter.drop_schema(
                api.Relation.create(database=target.database, schema=schema_name)) -%}
        {%- endmacro %}
        {% macro default__drop_relation(relation) -%}
            {%- call statement('drop_relation', auto_begin=false) -%}
                drop {{ relation.type }} if exists {{ relation }} cascade
            {%- endcall -%}
        {%- endmacro %}
        {% macro default__rename_relation(from_relation, to_relation) -%}
            {%- call statement('rename_relation') -%}
                alter {{ to_relation.type }} {{ from_relation }} rename to
                {{ adapter.quote_as_configured(to_relation.identifier, 'identifier') }}
            {%- endcall -%}
        {%- endmacro %}
        {% macro default__truncate_relation(relation) -%}
            {%- call statement('truncate_relation') -%}
                truncate table {{ relation }}
            {%- endcall -%}
        {%- endmacro %}
        {% macro default__make_temp_relation(base_relation, suffix='__dbt_tmp') -%}
            {{ return(base_relation.incorporate(path={
                'identifier': base_relation.identifier ~ suffix ~ py_current_timestring(),
                'schema': none, 'database': none})) }}
        {%- endmacro %}
        {% macro default__make_intermediate_relation(base_relation, suffix='__dbt_tmp') -%}
            {{ return(base_relation.incorporate(path={
                'identifier': base_relation.identifier ~ suffix})) }}
        {%- endmacro %}
        {% macro default__make_backup_relation(
            base_relation, backup_relation_type, suffix='__dbt_backup') -%}
            {{ return(base_relation.incorporate(
                path={'identifier': base_relation.identifier ~ suffix},
                type=backup_relation_type)) }}
        {%- endmacro %}
        {% macro default__get_or_create_relation(database, schema, identifier, type) -%}
            {%- set found = adapter.get_relation(database, schema, identifier) -%}
            {%- if found -%}{{ return([true, found]) }}{%- endif -%}
            {{ return([false, api.Relation.create(
                database=database, schema=schema, identifier=identifier, type=type)]) }}
        {%- endmacro %}
        {% macro default__information_schema_name(database) -%}
            {{ database ~ '.' if database }}INFORMATION_SCHEMA
        {%- endmacro %}
        {% macro duckdb__list_schemas(database) -%}
            {{ return(run_query(
                'select schema_name from system.information_schema.schemata'
                ~ (" where lower(catalog_name) = '" ~ database | lower ~ "'"
                    if database is not none else ''))) }}
        {%- endmacro %}
        {% macro duckdb__check_schema_exists(information_schema, schema) -%}
            {{ return(run_query(
                "select count(*) from system.information_schema.schemata where lower(schema_name) = '"
                ~ schema | lower ~ "' and lower(catalog_name) = '"
                ~ information_schema.database | lower ~ "'")) }}
        {%- endmacro %}
        {% macro duckdb__list_relations_without_caching(schema_relation) -%}
            {{ return(run_query(
                "select '" ~ schema_relation.database
                ~ "' as database, table_name as name, table_schema as schema, "
                ~ "case table_type when 'BASE TABLE' then 'table' when 'VIEW' then 'view' "
                ~ "when 'LOCAL TEMPORARY' then 'table' end as type "
                ~ "from system.information_schema.tables where lower(table_schema) = '"
                ~ schema_relation.schema | lower ~ "' and lower(table_catalog) = '"
                ~ schema_relation.database | lower ~ "'")) }}
        {%- endmacro %}
        {% macro get_limit_subquery_sql(sql, limit) -%}
            {{ adapter.dispatch('get_limit_sql', 'dbt')(sql, limit) }}
        {%- endmacro %}
        {% macro default__get_limit_sql(sql, limit) -%}
            {{ sql }} {{ 'limit ' ~ limit if limit is not none }}
        {%- endmacro %}
        """
}
