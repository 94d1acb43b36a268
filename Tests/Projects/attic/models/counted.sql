select count(*) as boxes from {{ ref('heavy') }}
