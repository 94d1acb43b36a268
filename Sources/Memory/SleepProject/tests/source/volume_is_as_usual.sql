-- The last whole day of each namespace brought about as many memories as the days before it.
{{ config(severity='warn') }}

select
    namespace, day, memories as seen, expected, least_expected, most_expected
from {{ ref('source_volume') }}
where is_anomaly and day = cast({{ as_of() }} at time zone 'UTC' as date) - 1
