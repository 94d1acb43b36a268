select 7::{{ var('kind') }} as id, 'x' as name
