{{ config(severity='warn') }} select * from {{ ref('a_table') }}
