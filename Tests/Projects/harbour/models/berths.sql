{{ config(materialized='table', indexes=[
    {'columns': ['berth']}, {'columns': ['berth']}, {'columns': ['berth'], 'unique': true}]) }}
select distinct berth from {{ ref('ships') }}
