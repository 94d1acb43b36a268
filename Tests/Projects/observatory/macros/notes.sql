{% macro note(what) -%}
insert into audit.log values ('{{ what }}', '{{ target.name }}')
{%- endmacro %}
{% macro column_values(relation, column) -%}
    {%- set query -%}
        select distinct {{ column }} from {{ relation }} where {{ column }} is not null order by 1
    {%- endset -%}
    {%- if execute -%}{{ return(run_query(query).columns[0].values() | list) }}{%- else -%}{{ return([]) }}{%- endif -%}
{%- endmacro %}
{% macro wrap(tag) %}<{{ tag }}>{{ caller('inner') }}</{{ tag }}>{% endmacro %}
{% macro recount(relation_name, least=1) %}
    {%- set relation = adapter.get_relation(database=target.database, schema=target.schema, identifier=relation_name) -%}
    {%- if relation is none -%}{{ exceptions.raise_compiler_error("no relation " ~ relation_name) }}{%- endif -%}
    {%- call statement('count_it', fetch_result=true) -%}select count(*) as n, max(band) as b from {{ relation }}{%- endcall -%}
    {%- set result = load_result('count_it') -%}
    {% do log(relation_name ~ ' has ' ~ result['data'][0][0] ~ ' of at least ' ~ least, info=true) %}
    {% do run_query("insert into audit.log values ('recount " ~ relation_name ~ "', '" ~ result.table.columns['n'].values()[0] ~ "')") %}
{% endmacro %}
