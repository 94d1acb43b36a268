-- Jun Tanaka writes compilers, and another Jun Tanaka runs trains.
select 'Jun Tanaka' as name from (
    select count(*) as people from {{ ref('mart_speakers') }} where name = 'Jun Tanaka') p
where people <> 2
