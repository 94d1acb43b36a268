{% macro call_order(what) %}
insert into main.calls select count(*), '{{ what }}' from main.calls
{% endmacro %}
{% macro told(parts) %}
{% for part in parts %}
select {{ loop.index }} as place, '{{ part[0] }}' as part, '{{ (part[1] | string).replace("'", "''") }}' as told
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% endmacro %}
