-- What holds now.
{{ config(materialized='view') }}

select * from {{ ref('facts_history') }} where valid_to is null or valid_to > {{ as_of() }}
