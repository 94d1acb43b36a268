"""Blanks and line breaks around tags, under all options."""
import itertools

SHAPES = [
    "a\n{% if n %}\nb\n{% endif %}\nc\n",
    "a\n  {% if n %}\n  b\n  {% endif %}\nc",
    "  {% if n %}x{% endif %}  \n  y",
    "a {# c #}\n  {# d #}\n b",
    "  {# d #}  \n b\n\n",
    "{{ n }}\n  {{ n }}\n",
    "x\n  {%+ if n %}\n y{% endif +%}\n z",
    "x\n  {%- if n -%}\n y\n  {%- endif -%}\n z",
    "x  {{- n -}}  z\n  {{ n -}}\n\n  q",
    "a\n {#- c -#} \n b",
    "{% raw %}\n  {{ x }}\n{% endraw %}\nz",
    "  {% raw %}  {{ x }}  {% endraw %}  \nz",
    "a\n  {%- raw -%}\n  {{ x }}\n  {%- endraw -%}\n  z",
    "{% for i in [1, 2] %}\n  - {{ i }}\n{% endfor %}\n",
    "{% for i in [1, 2] -%}\n  - {{ i }}\n{%- endfor %}\n",
    "{% set x = 1 %}\n\n{% set y = 2 %}\n{{ x + y }}\n\n",
    "a\r\n{% if n %}\r\nb\r\n{% endif %}\r\nc\r\n",
    "a\rb{% if n %}\rc{% endif %}",
    "\t{% if n %}\n\tb\n\t{% endif %}\t\nc",
    "a {% if n %} b {% endif %} c",
    "{% if n %}\n\n{% endif %}\n\n",
    "select\n  {% for c in [1, 2] %}\n    c{{ c }}{{ ',' if not loop.last }}\n  {% endfor %}\nfrom t\n",
    "{%- macro m() -%}\n  body\n{%- endmacro -%}\n\n[{{ m() }}]\n",
    "  {%- set a = 1 -%}  \n  {{ a }}",
    "  {% if n %}  {% if n %}  x  {% endif %}  {% endif %}\n",
    "\n\n{% if n %}x{% endif %}\n\n",
    "{{ n }}\n\n\n",
    "\n",
    "",
    " ",
    "{% if n %}{% endif %}\n",
    "a{#- c #}b{# c -#} c",
    "a\n{#+ c +#}\nb",
    "{{- n }}",
    "{{ n -}}",
    "{% filter upper %}\n  a\n{% endfilter %}\n",
    "{% set x %}\n  a\n{% endset %}\n[{{ x }}]",
    "  {% include 'p' %}\n  {% include 'p' %}\n",
]

CASES = []
for shape in SHAPES:
    for trim, lstrip, keep in itertools.product([False, True], repeat=3):
        CASES.append({
            "template": shape,
            "templates": {"p": "P\n"},
            "options": {"trim": trim, "lstrip": lstrip, "keep": keep},
        })
