{{ config(materialized='table') }}
select count(*) as lines from {{ ref('log_book') }}
