{{ config(materialized='incremental', unique_key='n') }}
{% set there = load_relation(this) %}
select {{ 1 if there is none else 2 }} as n, {{ 'true' if is_incremental() else 'false' }} as incremental
