select * from {{ ref('ends') }}
