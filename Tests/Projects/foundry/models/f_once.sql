{{ config(materialized='cast_once') }} select id from {{ ref('a_table') }}
