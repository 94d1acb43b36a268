{% set rows = [] %}
{% for i in range(6) %}
    {% if i == 1 %}{% continue %}{% endif %}
    {% if i == 4 %}{% break %}{% endif %}
    {% do rows.append({'i': i, 'sq': i ** 2, 'odd': i is odd}) %}
{% endfor %}
{% filter replace('SQ', 'square') %}
{% for row in rows %}select {{ row.i }} as i, {{ row.sq }} as SQ, {{ row.odd | string | lower }} as odd{{ ' union all ' if not loop.last }}{% endfor %}
{% endfilter %}
{# a comment with {{ braces }} #}
{% raw %}-- {{ kept }}{% endraw %}
