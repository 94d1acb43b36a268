{{ config(store_failures=true) }} select * from {{ ref('a_table') }} where id = 2
