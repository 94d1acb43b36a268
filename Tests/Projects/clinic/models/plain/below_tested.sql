select count(*) as n from {{ ref('visits_clean') }}
