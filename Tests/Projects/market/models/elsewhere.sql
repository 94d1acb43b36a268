{{ config(materialized='table', database='second', schema='stalls', alias='far') }}
select id from {{ ref('described') }}
