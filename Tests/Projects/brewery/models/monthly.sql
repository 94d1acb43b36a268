{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='month', batch_size='month',
    begin='2025-11-15') }}
select date_trunc('month', brewed_at) as month, sum(litres) as litres from {{ ref('brews') }} group by all
