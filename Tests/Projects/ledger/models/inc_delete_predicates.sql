{{ config(materialized='incremental', unique_key='id', incremental_strategy='delete+insert',
    incremental_predicates=["id > 1"]) }}
select id, amount from {{ ref('today') }}
