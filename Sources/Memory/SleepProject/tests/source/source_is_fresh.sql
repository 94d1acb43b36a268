-- Something was told within `freshness_days`.
{{ config(severity='warn') }}

select namespace, last_told_at
from {{ ref('source_quality') }}
where {{ seconds_between('last_told_at', as_of()) }} > {{ var('freshness_days') }} * 86400.0
