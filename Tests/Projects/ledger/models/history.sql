select id, count(*) as versions from {{ ref('by_time') }} group by id
