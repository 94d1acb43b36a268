extension BuiltInMacros {
    /// What the database holds, for macros that read it as a table: one row a column, in the order
    /// of schemas, relations and columns. Names are compared without regard to case.
    static let catalog = """
        {% macro duckdb__get_catalog(information_schema, schemas) -%}
            {%- set wanted = [] -%}
            {%- for schema in schemas -%}
                {%- do wanted.append('lower(r.schema_name) = ' ~ _catalog_name(schema)) -%}
            {%- endfor -%}
            {{ return(run_query(_catalog_rows(information_schema, wanted))) }}
        {%- endmacro %}
        {% macro duckdb__get_catalog_relations(information_schema, relations) -%}
            {%- set wanted = [] -%}
            {%- for relation in relations -%}
                {%- if not relation.schema -%}
                    {%- do exceptions.raise_compiler_error(
                        'get_catalog_relations needs relations with a schema') -%}
                {%- endif -%}
                {%- set same = 'lower(r.schema_name) = ' ~ _catalog_name(relation.schema) -%}
                {%- if relation.identifier -%}
                    {%- set same = same ~ ' and lower(r.relation_name) = '
                        ~ _catalog_name(relation.identifier) -%}
                {%- endif -%}
                {%- do wanted.append('(' ~ same ~ ')') -%}
            {%- endfor -%}
            {{ return(run_query(_catalog_rows(information_schema, wanted))) }}
        {%- endmacro %}
        {% macro _catalog_name(name) -%}
            '{{ name | string | lower | replace("'", "''") }}'
        {%- endmacro %}
        {% macro _catalog_rows(information_schema, wanted) -%}
            with r as (
                select database_name, schema_name, table_name as relation_name,
                    'BASE TABLE' as kind, comment
                from duckdb_tables()
                union all
                select database_name, schema_name, view_name, 'VIEW', comment from duckdb_views()
            )
            select r.database_name as table_database, r.schema_name as table_schema,
                r.relation_name as table_name, r.kind as table_type, r.comment as table_comment,
                c.column_name, c.column_index, c.data_type as column_type,
                c.comment as column_comment, null as table_owner
            from r
            join duckdb_columns() as c
                on c.database_name = r.database_name and c.schema_name = r.schema_name
                and c.table_name = r.relation_name
            where lower(r.database_name) = {{ _catalog_name(information_schema.database) }}
                and ({{ wanted | join(' or ') or 'false' }})
            order by r.schema_name, r.relation_name, c.column_index
        {%- endmacro %}
        """
}
