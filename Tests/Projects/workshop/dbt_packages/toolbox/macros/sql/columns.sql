{% macro columns_but(from, except=[]) -%}
    {{ return(adapter.dispatch('columns_but', 'toolbox')(from, except)) }}
{%- endmacro %}
{% macro default__columns_but(from, except=[]) -%}
    {%- do toolbox._must_be_relation(from, 'columns_but') -%}
    {%- do toolbox._must_not_be_ephemeral(from, 'columns_but') -%}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set kept = [] -%}
    {%- set except = except | map('lower') | list -%}
    {%- for column in adapter.get_columns_in_relation(from) -%}
        {%- if column.column | lower not in except -%}{%- do kept.append(column.column) -%}{%- endif -%}
    {%- endfor -%}
    {{ return(kept) }}
{%- endmacro %}
{% macro all_but(from, alias=false, except=[], prefix='', suffix='', quote=true) -%}
    {{ return(adapter.dispatch('all_but', 'toolbox')(from, alias, except, prefix, suffix, quote)) }}
{%- endmacro %}
{% macro default__all_but(from, alias=false, except=[], prefix='', suffix='', quote=true) -%}
    {%- if not execute -%}{% do return('*') %}{%- endif -%}
    {%- set names = toolbox.columns_but(from, except) -%}
    {%- if names | length <= 0 -%}{{ return('/* nothing */') }}{%- endif -%}
    {%- for name in names -%}
        {%- if alias %}{{ alias }}.{% else %}{%- endif -%}
        {%- if quote %}{{ adapter.quote(name) | trim }}{% else %}{{ name | trim }}{% endif -%}
        {%- if prefix != '' or suffix != '' %} as {{ adapter.quote(prefix ~ name ~ suffix) | trim }}{% endif -%}
        {%- if not loop.last %},{{ '\n  ' }}{%- endif -%}
    {%- endfor -%}
{%- endmacro %}
{% macro values_of(table, column, order_by='count(*) desc', max_records=none, default=none, where=none) -%}
    {%- if not execute -%}
        {%- set default = [] if not default -%}
        {{ return(default) }}
    {%- endif -%}
    {%- do toolbox._must_not_be_ephemeral(table, 'values_of') -%}
    {%- set exists = load_relation(table) is not none -%}
    {%- call statement('values_of', fetch_result=true) -%}
        {%- if not exists and default is none -%}
            {{ exceptions.raise_compiler_error(table ~ ' does not exist') }}
        {%- elif not exists -%}
            {{ log('not there: ' ~ table) }}
            {{ return(default) }}
        {%- else -%}
            select {{ column }} as value from {{ table }}
            {% if where is not none %}where {{ where }}{% endif %}
            group by {{ column }} order by {{ order_by }}
            {% if max_records is not none %}limit {{ max_records }}{% endif %}
        {%- endif -%}
    {%- endcall -%}
    {%- set found = load_result('values_of') -%}
    {%- if found and found['data'] -%}
        {{ return(found['data'] | map(attribute=0) | list) }}
    {%- else -%}
        {{ return(default) }}
    {%- endif -%}
{%- endmacro %}
{% macro stack(relations, overrides=none, include=[], exclude=[], source_column='_from', where=none) -%}
    {%- if exclude and include -%}{{ exceptions.raise_compiler_error('not both') }}{%- endif -%}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set overrides = overrides if overrides is not none else {} -%}
    {%- set columns_of = {} -%}
    {%- set superset = {} -%}
    {%- set all_excludes = exclude | map('lower') | list -%}
    {%- for relation in relations -%}
        {%- do columns_of.update({relation: []}) -%}
        {%- do toolbox._must_be_relation(relation, 'stack') -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
            {%- if column.column | lower in all_excludes -%}
            {%- else -%}
                {%- do columns_of[relation].append(column.column) -%}
                {%- if column.column in superset -%}
                    {%- set stored = superset[column.column] -%}
                    {%- if column.is_string() and stored.is_string() and column.string_size() > stored.string_size() -%}
                        {%- do superset.update({column.column: column}) -%}
                    {%- endif -%}
                {%- else -%}
                    {%- do superset.update({column.column: column}) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set ordered = superset.keys() -%}
    {%- set names = superset.values() | map(attribute='column') | list -%}
    {%- if (include | length > 0 or exclude | length > 0) and not names | length -%}
        {{ exceptions.raise_compiler_error('nothing is left') }}
    {%- endif -%}
    {%- for relation in relations %}
    (
        select
            cast({{ dbt.string_literal(relation) }} as {{ dbt.type_string() }}) as {{ source_column }},
            {% for name in ordered -%}
                {%- set column = superset[name] %}
                {%- set type = overrides.get(column.column, column.data_type) %}
                {%- set expression = adapter.quote(name) if name in columns_of[relation] else 'null' %}
                cast({{ expression }} as {{ type }}) as {{ column.quoted }} {% if not loop.last %},{% endif -%}
            {%- endfor %}
        from {{ relation }}
        {% if where -%}where {{ where }}{%- endif %}
    )
    {% if not loop.last -%}union all{% endif -%}
    {%- endfor -%}
{%- endmacro %}
{% macro melt(relation, cast_to='varchar', keep=[], drop=[], field='field_name', value='value') -%}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set included = [] -%}
    {%- for column in adapter.get_columns_in_relation(relation)
        if column.column.lower() not in drop | map('lower') and column.column.lower() not in keep | map('lower') -%}
        {%- set _ = included.append(column) -%}
    {%- endfor -%}
    {%- for column in included -%}
        select {% for name in keep %}{{ name }}, {% endfor %}
            cast('{{ column.column }}' as {{ dbt.type_string() }}) as {{ field }},
            cast({{ adapter.quote(column.column) }} as {{ cast_to }}) as {{ value }}
        from {{ relation }}
        {% if not loop.last -%} union all {% endif -%}
    {%- endfor -%}
{%- endmacro %}
{% macro spread(column, values, alias=true, agg='sum', cmp='=', prefix='', suffix='', then=1, otherwise=0) -%}
    {%- for value in values -%}
        {{ agg }}(case when {{ column }} {{ cmp }} '{{ dbt.escape_single_quotes(value) }}' then {{ then }} else {{ otherwise }} end)
        {% if alias %}as {{ adapter.quote(prefix ~ toolbox.slug(value) ~ suffix) }}{% endif %}
        {%- if not loop.last %},{% endif %}
    {%- endfor -%}
{%- endmacro %}
{% macro relations_like(schema_pattern, table_pattern, exclude='', database=target.database) -%}
    {%- call statement('get_tables', fetch_result=True) -%}
        select distinct table_schema as {{ adapter.quote('table_schema') }}, table_name as {{ adapter.quote('table_name') }},
            case table_type when 'BASE TABLE' then 'table' when 'VIEW' then 'view' else lower(table_type) end as {{ adapter.quote('table_type') }}
        from system.information_schema.tables
        where table_catalog = '{{ database }}' and table_schema ilike '{{ schema_pattern }}' and table_name ilike '{{ table_pattern }}'
        and table_name not ilike '{{ exclude }}' order by 2
    {%- endcall -%}
    {%- set tables = load_result('get_tables') -%}
    {%- if tables and tables['table'] -%}
        {%- set found = [] -%}
        {%- for row in tables['table'] -%}
            {%- do found.append(api.Relation.create(database=database, schema=row.table_schema, identifier=row.table_name, type=row.table_type)) -%}
        {%- endfor -%}
        {{ return(found) }}
    {%- else -%}
        {{ return([]) }}
    {%- endif -%}
{%- endmacro %}
{% macro as_dict(query) -%}
    {%- call statement('as_dict', fetch_result=True, auto_begin=false) -%}{{ query }}{%- endcall -%}
    {%- set results = {} -%}
    {%- if execute -%}
        {%- for name, column in load_result('as_dict').table.columns.items() -%}
            {%- do results.update({name: column.values()}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(results) }}
{%- endmacro %}
{% macro one_value(query, default=none) -%}
    {%- if not execute -%}{{ return(default) }}{%- endif -%}
    {%- set answer = run_query(query) -%}
    {%- if answer and answer.rows | length > 0 -%}{{ return(answer.columns[0].values()[0]) }}{%- endif -%}
    {{ return(default) }}
{%- endmacro %}
{% macro key_of(fields) -%}
    {{ return(adapter.dispatch('key_of', 'toolbox')(fields, *varargs)) }}
{%- endmacro %}
{% macro default__key_of(fields) -%}
    {%- if varargs | length >= 1 or fields is string -%}
        {% set fields_given = [fields] %}{% for argument in varargs %}{% do fields_given.append(argument) %}{% endfor %}
        {% set fields = fields_given %}
    {%- endif -%}
    {%- set parts = [] -%}
    {%- for field in fields -%}
        {%- do parts.append("coalesce(cast(" ~ field ~ " as " ~ dbt.type_string() ~ "), '" ~ var('surrogate_null', '_null_') ~ "')") -%}
        {%- if not loop.last %}{%- do parts.append("'-'") -%}{%- endif -%}
    {%- endfor -%}
    {{ dbt.hash(dbt.concat(parts)) }}
{%- endmacro %}
{% macro sum_of(fields) -%}
    {%- if fields is not iterable or fields is string or fields is mapping -%}
        {% do exceptions.raise_compiler_error('a list is needed') %}
    {%- endif -%}
    {% set parts = [] %}{%- for field in fields -%}{% do parts.append('coalesce(' ~ field ~ ', 0)') %}{%- endfor -%}
    {{ parts | join(' + ') }}
{%- endmacro %}
{% macro first_by(n) %}group by {% for i in range(1, n + 1) -%}{{ i }}{{ ',' if not loop.last }}{%- endfor -%}{% endmacro %}
{% macro latest(relation, partition_by, order_by) -%}
    {{ return(adapter.dispatch('latest', 'toolbox')(relation, partition_by, order_by)) }}
{% endmacro %}
{%- macro default__latest(relation, partition_by, order_by) -%}
    {{ exceptions.raise_not_implemented('latest') }}
{%- endmacro -%}
{%- macro duckdb__latest(relation, partition_by, order_by) -%}
    select * from {{ relation }} as tt qualify row_number() over (partition by {{ partition_by }} order by {{ order_by }}) = 1
{%- endmacro -%}
