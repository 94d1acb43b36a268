{{ config(materialized='table') }}
{% set there = adapter.get_columns_in_relation(ref('ships')) %}
{% set missing = adapter.get_columns_in_relation(
    api.Relation.create(database=this.database, schema=this.schema, identifier='nothing_at_all')) %}
select {{ there | length }} as there, {{ missing | length }} as missing
