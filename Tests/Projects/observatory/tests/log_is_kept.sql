-- depends_on: {{ ref('context') }}
select 1 where (select count(*) from audit.log) = 0
