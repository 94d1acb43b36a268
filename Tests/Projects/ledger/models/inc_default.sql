{{ config(materialized='incremental', unique_key='id') }}
select id, account, amount, changed_at from {{ ref('today') }}
{% if is_incremental() %}
where changed_at > (select max(changed_at) from {{ this }})
{% endif %}
