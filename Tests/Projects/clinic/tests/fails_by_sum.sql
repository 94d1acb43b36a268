{{ config(fail_calc='sum(minutes)', warn_if='>10', error_if='>1000') }}
select minutes from {{ ref('visits_clean') }}
