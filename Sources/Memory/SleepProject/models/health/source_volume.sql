-- How many memories were told on each day, and how many were to be expected of the days before it:
-- the median of up to 28 days, give or take `volume_tolerance` median absolute deviations (scaled
-- to a standard deviation by 1.4826; Leys et al. 2013), a quarter of the median and three. Days on
-- which nothing was told count as 0; the day that as_of falls on is not over and is left out.
{{ config(materialized='view') }}

with told as (
    select
        cast(namespace as varchar) as namespace,
        cast(try_cast(recorded_at as timestamptz) at time zone 'UTC' as date) as day,
        count(*) as memories
    from {{ source('source_memories', 'memory') }}
    where try_cast(recorded_at as timestamptz) < date_trunc('day', {{ as_of() }})
    group by all
),

spans as (
    select namespace, min(day) as first_day from told where day is not null group by namespace
),

-- At most a year is looked back upon.
days as (
    select
        s.namespace, s.first_day,
        unnest(generate_series(
            greatest(s.first_day, cast({{ as_of() }} at time zone 'UTC' as date) - 365),
            cast({{ as_of() }} at time zone 'UTC' as date) - 1, interval 1 day)) as day
    from spans as s
),

counted as (
    select d.namespace, cast(d.day as date) as day, d.first_day, coalesce(t.memories, 0) as memories
    from days as d
    left join told as t on t.namespace = d.namespace and t.day = d.day
),

before as (
    select
        *,
        list(memories) over (
            partition by namespace order by day rows between 28 preceding and 1 preceding) as earlier
    from counted
),

expected as (
    select
        * exclude (earlier),
        len(earlier) as days_before,
        list_median(earlier) as expected,
        list_median(list_transform(earlier, lambda x: abs(x - list_median(earlier)))) as deviation
    from before
)

select
    namespace,
    day,
    memories,
    expected,
    greatest(0, floor(expected - margin)) as least_expected,
    ceil(expected + margin) as most_expected,
    days_before >= {{ var('volume_history_days') }}
        and (memories < expected - margin or memories > expected + margin) as is_anomaly
from (
    select
        *,
        {{ var('volume_tolerance') }} * 1.4826 * deviation + 0.25 * expected + 3 as margin
    from expected
)
