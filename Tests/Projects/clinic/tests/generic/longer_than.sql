{% test longer_than(model, column_name, minutes=10, group_by=none) %}
    {{ config(severity='warn', store_failures=false) }}
    select {{ column_name }} from {{ model }}
    where {{ column_name }} <= {{ minutes }}
    {% if group_by %} group by {{ group_by | join(', ') }}{% endif %}
{% endtest %}
