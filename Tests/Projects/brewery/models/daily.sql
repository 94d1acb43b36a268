{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='brewed_at', batch_size='day',
    begin='2026-01-01', lookback=2, pre_hook="create table if not exists brews_began as select 1 as n",
    post_hook="insert into brews_began select 2") }}
select id, beer, brewed_at, litres, '{{ model.batch.id if model.batch }}' as batch,
    '{{ model.batch.event_time_start if model.batch }}' as batch_start, {{ is_incremental() }} as added
from {{ ref('brews') }} where not ({{ var('fails', false) }} and litres = 250 and error('no wheat'))
