{{ config(materialized='table') }}
select visit_id,
       no_such_column
from {{ ref('visits') }}
