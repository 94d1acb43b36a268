select count(*) as n from {{ ref('inc_fail') }}
