select * from {{ ref('a_table') }} where id > 1
