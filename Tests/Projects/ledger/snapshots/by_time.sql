{% snapshot by_time %}
{{ config(target_schema='history', unique_key='id', strategy='timestamp', updated_at='changed_at') }}
select * from {{ ref('known') }}
{% endsnapshot %}
