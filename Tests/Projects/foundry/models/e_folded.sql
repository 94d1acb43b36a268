{{ config(materialized='folded', mark='x') }} select * from {{ ref('b_view') }}
