{{ config(severity='warn', tags=['nightly']) }}
select * from {{ ref('visits_clean') }} where ward = 'attic'
