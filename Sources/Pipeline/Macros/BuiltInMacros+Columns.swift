extension BuiltInMacros {
    /// Columns: lists of them, differences, changes of tables.
    static let columns = """
        {% macro default__get_columns_in_relation(relation) -%}
            {{ return(adapter._get_columns_in_relation(relation)) }}
        {%- endmacro %}
        {% macro sql_convert_columns_in_relation(table) -%}
            {%- set columns = [] -%}
            {%- for row in table -%}{%- do columns.append(api.Column(*row)) -%}{%- endfor -%}
            {{ return(columns) }}
        {%- endmacro %}
        {% macro get_list_of_column_names(columns) -%}
            {{ return(columns | map(attribute='name') | list) }}
        {%- endmacro %}
        {% macro default__get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
            {{ select_sql_header ~ ' ' if select_sql_header is not none -}}
            select * from (
            {{ select_sql }}
            ) as __dbt_sbq where false limit 0
        {%- endmacro %}
        {% macro get_column_schema_from_query(select_sql, select_sql_header=none) -%}
            {{ return(adapter.get_column_schema_from_query(
                get_empty_subquery_sql(select_sql, select_sql_header))) }}
        {%- endmacro %}
        {% macro default__get_columns_in_query(select_sql) -%}
            {{ return(run_query(get_empty_subquery_sql(select_sql)).columns
                | map(attribute='name') | list) }}
        {%- endmacro %}
        {% macro default__get_empty_schema_sql(columns) -%}
            select
            {%- for name in columns %}
            {%- set column = columns[name] %}
                {{ cast('null', column['data_type']) }} as
                {{ adapter.quote(column['name']) if column.get('quote') else column['name'] }}
                {{- ', ' if not loop.last }}
            {%- endfor -%}
        {%- endmacro %}
        {% macro default__alter_column_type(relation, column_name, new_column_type) -%}
            {%- do run_query('alter table ' ~ relation ~ ' alter column '
                ~ adapter.quote(column_name) ~ ' type ' ~ new_column_type) -%}
        {%- endmacro %}
        {% macro default__alter_relation_add_remove_columns(
            relation, add_columns=none, remove_columns=none) -%}
            {%- for column in add_columns or [] -%}
                {%- do run_query('alter table ' ~ relation ~ ' add column ' ~ column.quoted ~ ' '
                    ~ column.data_type) -%}
            {%- endfor -%}
            {%- for column in remove_columns or [] -%}
                {%- do run_query('alter table ' ~ relation ~ ' drop column ' ~ column.quoted) -%}
            {%- endfor -%}
        {%- endmacro %}
        {% macro get_quoted_csv(column_names) -%}
            {%- set names = [] -%}
            {%- for name in column_names -%}
                {%- do names.append(adapter.quote(name)) -%}
            {%- endfor -%}
            {{ return(names | join(', ')) }}
        {%- endmacro %}
        {% macro diff_columns(source_columns, target_columns) -%}
            {%- set names = target_columns | map(attribute='column') | list -%}
            {%- set missing = [] -%}
            {%- for column in source_columns if column.column not in names -%}
                {%- do missing.append(column) -%}
            {%- endfor -%}
            {{ return(missing) }}
        {%- endmacro %}
        {% macro diff_column_data_types(source_columns, target_columns) -%}
            {%- set changes = [] -%}
            {%- for new in source_columns -%}
                {%- for old in target_columns
                    if old.name == new.name and old.data_type != new.data_type -%}
                    {%- do changes.append({'column_name': old.name, 'new_type': new.data_type}) -%}
                {%- endfor -%}
            {%- endfor -%}
            {{ return(changes) }}
        {%- endmacro %}
        {% macro default__get_merge_update_columns(
            merge_update_columns, merge_exclude_columns, dest_columns) -%}
            {%- if merge_update_columns and merge_exclude_columns -%}
                {{ exceptions.raise_compiler_error(
                    'Model cannot specify merge_update_columns and merge_exclude_columns') }}
            {%- elif merge_update_columns -%}
                {{ return(merge_update_columns) }}
            {%- endif -%}
            {%- set left_out = (merge_exclude_columns or []) | map('lower') | list -%}
            {%- set names = [] -%}
            {%- for column in dest_columns if column.column | lower not in left_out -%}
                {%- do names.append(column.quoted) -%}
            {%- endfor -%}
            {{ return(names) }}
        {%- endmacro %}
        """

    /// What hooks in a project's files are written with, and what adapters without it ignore.
    static let hooks = """
        {% macro set_sql_header(config) -%}
            {%- do config.set('sql_header', caller()) -%}
        {%- endmacro %}
        {% macro make_hook_config(sql, inside_transaction) -%}
            {{ tojson({'sql': sql, 'transaction': inside_transaction}) }}
        {%- endmacro %}
        {% macro before_begin(sql) -%}
            {{ make_hook_config(sql, inside_transaction=false) }}
        {%- endmacro %}
        {% macro in_transaction(sql) -%}
            {{ make_hook_config(sql, inside_transaction=true) }}
        {%- endmacro %}
        {% macro after_commit(sql) -%}
            {{ make_hook_config(sql, inside_transaction=false) }}
        {%- endmacro %}
        {% macro default__copy_grants() -%}{{ return(true) }}{%- endmacro %}
        {% macro default__apply_grants(relation, grant_config, should_revoke=true) -%}
        {%- endmacro %}
        {% macro default__get_revoke_sql(relation, privilege, grantees) -%}
            revoke {{ privilege }} on {{ relation }} from {{ grantees | join(', ') }}
        {%- endmacro %}
        {% macro default__get_grant_sql(relation, privilege, grantees) -%}
            grant {{ privilege }} on {{ relation }} to {{ grantees | join(', ') }}
        {%- endmacro %}
        """
}
