{% test pairs_up(model, other) %}
select 1 from (select count(distinct berth) as n from {{ model }}) as a,
    (select count(distinct berth) as n from {{ other }}) as b where a.n <> b.n
{% endtest %}

{% macro list_columns() %}
    {% set schema = api.Relation.create(database=target.database, schema='information_schema') %}
    {% set rows = get_catalog_relations(schema, [
        api.Relation.create(database=target.database, schema='MAIN', identifier='Fees'),
        api.Relation.create(database=target.database, schema='main', identifier='times')]) %}
    {% set all_rows = get_catalog(schema, ['main']) %}
    {% set names = rows.columns['table_name'].values() %}
    {% set columns = rows.columns['column_name'].values() %}
    {% set kinds = rows.columns['table_type'].values() %}
    {% set lines = [] %}
    {% for i in range(names | length) %}
        {% do lines.append(names[i] ~ '.' ~ columns[i] ~ ' ' ~ kinds[i]) %}
    {% endfor %}
    {% do run_query("create or replace table listed as select '" ~ lines | join(', ')
        ~ "' as found, " ~ (all_rows.rows | length > names | length) ~ " as more") %}
    {% do adapter.commit() %}
{% endmacro %}
