{{ config(materialized='table') }}
select visit_id, patient, minutes from {{ ref('visits_clean') }} where minutes is not null and visit_id < 3
