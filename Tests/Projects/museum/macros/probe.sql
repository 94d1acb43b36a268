{#- What a template makes of the first value of a query, part by part, as rows of texts. -#}
{% macro told(parts) %}
{% for part in parts %}
select {{ loop.index }} as place, '{{ part[0] }}' as part, '{{ (part[1] | string).replace("'", "''") }}' as told
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% endmacro %}

{% macro shown(name, sql) %}
{% set table = run_query(sql) %}
{% if execute %}
{% set v = table.rows[0][0] %}
{% do return([
    [name ~ ' text', v],
    [name ~ ' tilde', v ~ '!'],
    [name ~ ' in a list', [v]],
    [name ~ ' row', table.rows[0]],
    [name ~ ' values', table.columns[0].values()],
    [name ~ ' string', v is string],
    [name ~ ' number', v is number],
    [name ~ ' integer', v is integer],
    [name ~ ' none', v is none],
    [name ~ ' itself', v == v],
    [name ~ ' truth', true if v else false],
    [name ~ ' names', table.column_names],
]) %}
{% else %}
{% do return([]) %}
{% endif %}
{% endmacro %}

{% macro shown_all(queries) %}
{% set parts = [] %}
{% for name, sql in queries %}
{% for part in shown(name, sql) %}{% do parts.append(part) %}{% endfor %}
{% endfor %}
{% if parts %}{{ told(parts) }}{% else %}select 1 as place, '' as part, '' as told{% endif %}
{% endmacro %}
