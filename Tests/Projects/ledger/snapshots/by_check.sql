{% snapshot by_check %}
    {{ config(target_schema='history', unique_key='id', strategy='check', check_cols=['amount', 'account'], invalidate_hard_deletes=true) }}
    select id, account, amount from {{ ref('known') }}
{% endsnapshot %}

{% snapshot by_check_all %}
    {{ config(schema='history', unique_key='id', strategy='check', check_cols='all') }}
    select id, account, amount from {{ ref('known') }}
{% endsnapshot %}
