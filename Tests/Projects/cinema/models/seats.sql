{{ config(materialized='ephemeral') }}
select showing_id, count(*) as sold, count(*) filter (where is_reduced) as reduced
from {{ ref('tickets') }}
group by showing_id
