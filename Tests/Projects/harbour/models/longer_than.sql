{{ config(materialized='table_function', parameters=['least']) }}
select * from {{ ref('ships') }} where length >= least
