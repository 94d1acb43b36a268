"""Statements, scopes, macros, inheritance."""

CASES = r"""
{% if n > 5 %}big{% endif %}
{% if n > 9 %}big{% elif n > 5 %}mid{% else %}small{% endif %}
{% if missing %}a{% else %}b{% endif %}
{% if n > 5 and name == 'Ada' %}yes{% endif %}
{% if n %}{% if zero %}a{% else %}b{% endif %}{% endif %}
{% for i in numbers %}{{ i }},{% endfor %}
{% for i in empty %}x{% else %}none{% endfor %}
{% for i in missing %}x{% else %}none{% endfor %}
{% for i in 5 %}x{% endfor %}
{% for i in none %}x{% endfor %}
{% for c in 'abc' %}[{{ c }}]{% endfor %}
{% for k in d %}{{ k }}{% endfor %}
{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}
{% for k, v in d|dictsort %}{{ k }}={{ v }};{% endfor %}
{% for a, (b, c) in [(1, (2, 3)), (4, (5, 6))] %}{{ a }}{{ b }}{{ c }}|{% endfor %}
{% for a, b in [(1, 2, 3)] %}{{ a }}{% endfor %}
{% for a, b in [(1,)] %}{{ a }}{% endfor %}
{% for a, b in [1] %}{{ a }}{% endfor %}
{% for i in numbers if i > 2 %}{{ i }}{{ ',' if not loop.last }}{% endfor %}
{% for i in numbers if i > 100 %}{{ i }}{% else %}no{% endfor %}
{% for i in numbers %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }} {% endfor %}
{% for i in numbers %}{{ loop.cycle('odd', 'even') }} {% endfor %}
{% for i in numbers %}{{ loop.previtem|default('-') }}<{{ i }}>{{ loop.nextitem|default('-') }} {% endfor %}
{% for i in [1,1,2,2,1] %}{{ 'c' if loop.changed(i) else '.' }}{% endfor %}
{% for i in [1,2] %}{% for j in [1,2] %}{{ loop.depth }}{{ loop.index }} {% endfor %}{% endfor %}
{% for i in [1,2] %}{% set outer = loop %}{% for j in 'ab' %}{{ outer.index }}{{ j }}{{ loop.index }} {% endfor %}{% endfor %}
{% for t in tree recursive %}{{ t.v }}{% if t.kids %}({{ loop(t.kids) }}){% endif %}{% endfor %}
{% for t in tree recursive %}{{ loop.depth }}{{ loop.depth0 }}:{{ t.v }} {{ loop(t.kids) }}{% endfor %}
{% for i in [1] %}{{ loop([2]) }}{% endfor %}
{% for i in range(10) %}{% if i == 3 %}{% continue %}{% endif %}{% if i == 6 %}{% break %}{% endif %}{{ i }}{% endfor %}
{% for i in range(3) %}{% for j in range(3) %}{% if j == 1 %}{% break %}{% endif %}{{ i }}{{ j }} {% endfor %}{% endfor %}
{% break %}
{% for i in numbers %}{% set x = i %}{% endfor %}{{ x }}
{% set x = 1 %}{% for i in [1,2] %}{{ x }}{% set x = i + 10 %}{{ x }} {% endfor %}{{ x }}
{% set ns = namespace(total=0) %}{% for i in numbers %}{% set ns.total = ns.total + i %}{% endfor %}{{ ns.total }}
{% set ns = namespace() %}{% set ns.a = 1 %}{{ ns.a }}{{ ns.b }}
{% set ns = {} %}{% set ns.a = 1 %}{{ ns.a }}
{% set a, b = 1, 2 %}{{ a }}{{ b }}
{% set a, b = (1, 2, 3) %}{{ a }}
{% set (a, b) = [3, 4] %}{{ a + b }}
{% set x = [] %}{% do x.append(1) %}{% do x.append(2) %}{{ x }}
{% set x = [] %}{% for i in numbers %}{% do x.append(i * 2) %}{% endfor %}{{ x }}
{% set x = {} %}{% do x.update({'a': 1}) %}{% do x.update(b=2) %}{{ x }}
{% set x = {'a': 1} %}{% set y = x %}{% do y.update({'b': 2}) %}{{ x }}
{% set x = [3,1,2] %}{% do x.sort() %}{{ x }}{% do x.reverse() %}{{ x }}
{% set x = [1,2,3] %}{% do x.insert(0, 0) %}{% do x.extend([4]) %}{% do x.remove(2) %}{{ x }}{{ x.pop() }}{{ x.pop(0) }}{{ x }}
{% set x = [1] %}{{ x.append(2) }}{{ x }}
{% set x = [1] %}{% if x.append(2) %}{% endif %}{{ x }}
{% set x %}block {{ name }}{% endset %}{{ x }}|{{ x|length }}
{% set x | upper %}block {{ name }}{% endset %}{{ x }}
{% set x | replace('b', 'c') | title %}abc bcd{% endset %}{{ x }}
{% set x = 5 if flag else 6 %}{{ x }}
{% set x = 1, 2 %}{{ x }}
{% if true %}{% set y = 1 %}{% endif %}{{ y }}
{% if false %}{% set y = 1 %}{% endif %}{{ y }}
{% set loop = 5 %}{{ loop }}
{% set name = 'x' %}{{ name }}
{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(b=5, a=4) }} {{ m() }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(z=2) }}
{% macro m(a) %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, x=4) }}
{% macro m() %}{{ varargs|join(',') }}{% endmacro %}{{ m(1, 2) }}
{% macro m() %}{{ kwargs|dictsort }}{% endmacro %}{{ m(b=1, a=2) }}
{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m(7) }}
{% macro m(a, b=a~'x', c=b~'y') %}{{ c }}{% endmacro %}{{ m(7) }}
{% macro m(a=[]) %}{% do a.append(1) %}{{ a }}{% endmacro %}{{ m() }}{{ m() }}
{% macro m(a=1, b) %}{{ b }}{% endmacro %}
{% macro m() %}{{ name }}{{ n }}{% endmacro %}{{ m() }}
{% macro m() %}{{ later }}{% endmacro %}{% set later = 5 %}{{ m() }}
{% macro m() %}{% set inner = 5 %}{{ inner }}{% endmacro %}{{ m() }}{{ inner }}
{% macro m(n) %}{{ n }}{% if n > 0 %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(5) }}
{% macro m() %}x{% endmacro %}{{ m.name }}{{ m.arguments }}
{% macro m(a, b) %}x{% endmacro %}{{ m.arguments }}
{% macro outer() %}{% macro inner() %}i{% endmacro %}[{{ inner() }}]{% endmacro %}{{ outer() }}
{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}body {{ name }}{% endcall %}
{% macro m() %}{{ caller(1) }}{{ caller(2) }}{% endmacro %}{% call(x) m() %}[{{ x }}]{% endcall %}
{% macro m(items) %}{% for i in items %}{{ caller(i, loop.index) }}{% endfor %}{% endmacro %}{% call(x, y=0) m(words) %}{{ x }}{{ y }} {% endcall %}
{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}
{% macro m() %}{{ caller is defined }}{% endmacro %}{{ m() }}
{% macro m() %}x{% endmacro %}{% call m() %}y{% endcall %}
{% macro m(caller=none) %}{{ caller() if caller else 'no' }}{% endmacro %}{{ m() }}{% call m() %}yes{% endcall %}
{% call name %}x{% endcall %}
{% macro m(x) %}{{ x }}{% endmacro %}{{ m(*[1]) }}{{ m(**{'x': 2}) }}
{% macro m(a, b, c) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1, *[2, 3]) }}{{ m(1, *[2], c=4) }}{{ m(1, **{'b': 5, 'c': 6}) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ [1, 2]|map('string')|map('upper')|list }}{{ m(m(m(3))) }}
{% macro m(a) -%}  {{ a }}  {%- endmacro %}[{{ m(1) }}]
{% macro m() %}a{% endmacro %}{% set f = m %}{{ f() }}
{% macro m() %}a{% endmacro %}{{ m }}
{% for i in [1,2] %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}
{% filter upper %}hello {{ name }}{% endfilter %}
{% filter replace('l', 'L') | trim %}  hello {% endfilter %}
{% filter nope %}x{% endfilter %}
{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a }}
{% with %}{% set z = 5 %}{{ z }}{% endwith %}{{ z }}
{% with a = 1 %}{% with a = 2, b = a %}{{ a }}{{ b }}{% endwith %}{% endwith %}
{% raw %}{{ not }} {% this %}{% endraw %}
{%- raw -%}  {{ x }}  {%- endraw -%}  y
{# a comment #}x{# another {{ n }} #}y
{# multi
line #}z
{% do numbers.append(99) %}{{ numbers }}
{% do 5 %}x
{% print n %}
{% nope %}
{% endif %}
{% if %}x{% endif %}
{% if n %}x
{% for %}x{% endfor %}
{% for i numbers %}x{% endfor %}
{% for i in numbers %}x
{% set %}
{% set x %}y
{% set 5 = 1 %}
{% set true = 1 %}
{% macro %}{% endmacro %}
{% macro m(1) %}{% endmacro %}
{% else %}
{{ n
{% if n
{# open
{{ n }
{{ }}
{% %}
{{ 'a }}
a {{ b
{
}} x
{ { x } }
%} #}
{{ n }}}
{{ {'a': {'b': 1}} }}
{{ {'a': {'b': 1}}['a']['b'] }}
{%if n%}x{%endif%}
{{n}}{{-n}}{{+n}}
{{ -n }}
{{- n -}}
  {{- n -}}  x
{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{% do c.reset() %}{{ c.current }}
{% set j = joiner(', ') %}{% for i in numbers %}{{ j() }}{{ i }}{% endfor %}
{% set j = joiner() %}{{ j() }}a{{ j() }}b
{% for u in users|groupby('age') %}{{ u.grouper }}: {{ u.list|map(attribute='name')|join(', ') }}; {% endfor %}
{% for age, group in users|groupby('age') %}{{ age }}: {{ group|length }}; {% endfor %}
{% for row in numbers|batch(2, 0) %}{{ row|join('-') }};{% endfor %}
{% for col in columns %}{{ col.name }} {{ col.type }}{{ " not null" if not col.nullable }}{{ "," if not loop.last }}
{% endfor %}
{% set cols = columns|map(attribute='name')|list %}select {{ cols|join(', ') }} from t
{% set q = [] %}{% for c in columns if c.nullable %}{% do q.append('"' ~ c.name ~ '"') %}{% endfor %}{{ q|join(', ') }}
{%- for c in columns %}
  {{ c.name }}
{%- endfor %}
{% set total = numbers|sum %}{{ "%.1f"|format(total / numbers|length) }}
{% if words is defined and words|length > 0 and 'fig' in words %}ok{% endif %}
{% if not (n == 7 or x == 1) %}a{% else %}b{% endif %}
{% if d.get('a') == 1 and d['b'] == 2 and d.C == 3 %}ok{% endif %}
{{ d.a if d.a is defined else 'z' }}
{{ [1, 2, 3][n - 6] }}
{{ users[1].name|upper ~ '!' }}
{{ users|selectattr('age', '>', 26)|map(attribute='name')|join(' and ') }}
{{ "a" if empty else "b" }}
{{ 'x' if empty|select else 'y' }}
{{ (numbers|select('odd')|list)[0] }}
{{ numbers|select('odd')|length }}
{{ numbers|map('string')|join }}
{% set a = [1, 2] %}{% set b = a %}{% do b.append(3) %}{{ a }}{{ a is sameas b }}{{ a == b }}
{% set a = [1] %}{% do a.append(a) %}{{ a }}
{% set a = {} %}{% do a.update(a=a) %}{{ a }}
{{ (1, 2, 3)[::-1] }}
{{ 'abc'[1:]|upper }}
{% for i in range(3) %}{% for j in range(i) %}*{% endfor %}|{% endfor %}
{% for x in [1,2,3] %}{% if loop.first %}[{% endif %}{{ x }}{% if loop.last %}]{% endif %}{% endfor %}
{% for i in [3,1,2]|sort %}{{ i }}{% endfor %}{% for i in [3,1,2]|reverse %}{{ i }}{% endfor %}
{% for i, c in ['a','b']|map('upper')|list|batch(2)|first|list|map('list')|list %}{% endfor %}
{% set t = (1,) %}{{ t }}{{ t[0] }}
{% set f = 'x'.upper %}{{ f() }}
{% set add = numbers.append %}{% do add(5) %}{{ numbers }}
{% if x is not none and x is number %}num{% endif %}
{% if 'a' is string is string %}x{% endif %}
{{ loop is defined }}
{% for i in [1] %}{{ loop is defined }}{{ loop is callable }}{% endfor %}
{% block a %}A{{ name }}{% endblock %}
{% block a %}A{% endblock %}{% block a %}B{% endblock %}
{% block a %}A{% block b %}B{% endblock b %}{% endblock a %}
{% for i in [1,2] %}{% block x %}{{ i }}{% endblock %}{% endfor %}
{% for i in [1,2] %}{% block x scoped %}{{ i }}{% endblock %}{% endfor %}
{% block a %}x{% endblock %}{{ self.a() }}
{{ "{{" }}{{ '%}' }}{{ "#}" }}
{{ '{% if %}' }}
{{ "a" "b" ~ 'c' }}
{{ 'multi
line' }}
{{ [
  1,
  2,
] }}
{{ name
 | upper }}
{{ 1.2.3 }}
{{ nested.list.0 }}
{{ nested['list'][-1]['k'] }}
{{ namespace }}
{{ dict(a=1).a }}
{{ 'é' }} {{ accents|upper }} {{ accents|title }}
é{{ n }}日本
{% set café = 1 %}{{ café }}
{{ a.b.c }}
{{ a.b is defined }}
{{ a is defined }}{{ d.q is defined }}{{ d.q.r is defined }}
{{ missing|default(missing2|default('deep')) }}
{{ lipsum is defined }}
{{ none }}{{ true }}{{ None }}{{ True }}{{ False }}
{{ [none, true, false, 1.0, 'x', (1,), (), [], {}] }}
{% set x = none %}{{ x is none }}{{ x }}
{{ ("a", "b")|join }}
{{ {"a": 1}.items()|list }}
{{ 'abc'|map('upper')|join('.') }}
{{ d|map('upper')|list }}
{{ d.items()|map(attribute=0)|list }}
{{ d.items()|map('last')|list }}
{{ d.items()|sort(attribute='1', reverse=true)|first }}
{% for k, v in d.items()|sort %}{{ k }}{% endfor %}
{{ numbers[n] is defined }}
{{ numbers[1:][0] }}
{{ words|sort|join(',') if words else '' }}
{% macro a() %}A{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}
{% set sql %}
select *
from t
{% endset %}{{ sql|trim }}|
{% if flag %}{% for i in [1] %}{% if i %}{% set deep = 1 %}{{ deep }}{% endif %}{% endfor %}{% endif %}
{{ 'yes' if 'a' in d and d['a'] is not none else 'no' }}
{{ (n > 5) ~ (n < 5) }}
{{ n == 7 and 'seven' or 'other' }}
{{ 5 if n == 7 }}{{ 5 if n == 8 }}
{{ "" is string }}{{ '' == "" }}
{{ [[1, 2], [3, 4]]|map('join', '+')|join(' = ') }}
{{ [1,2,3]|map('float')|list }}
{{ ['1','2']|map('int')|sum }}
{{ ['a','b']|map('format', 1)|list }}
{{ users|map(attribute='tags')|map('join', '/')|list }}
{{ users|map(attribute='tags')|sum(start=[]) }}
{% set seen = [] %}{% for w in words if w|lower not in seen %}{% do seen.append(w|lower) %}{{ w }} {% endfor %}
{% if 1 %}{# c #}{% endif %}
{%- if 1 -%} a {%- endif -%} b
{{ "\u00e9" }}{{ '\t|' }}
{{ 'a\
b' }}
{% set x = 'a' if 1 else 'b' %}{{ x }}
{% set x = ('a' 'b') %}{{ x }}
{% for i in (1, 2) %}{{ i }}{% endfor %}{% for i in 1, 2 %}{{ i }}{% endfor %}
{% for i in [1,2] + [3] %}{{ i }}{% endfor %}
{% for i in numbers[:2] %}{{ i }}{% endfor %}
{% for i in {'a': 1} %}{{ i }}{% endfor %}
{% for i in d.items() if i[1] > 1 %}{{ i }}{% endfor %}
{% for k, v in d.items() if v > 1 %}{{ k }}{{ loop.length }}{% endfor %}
{% for a in [1] if loop is defined %}{{ a }}{% endfor %}
{% for user in users %}{{ user['name'] }}{% if not loop.last %}, {% endif %}{% else %}nobody{% endfor %}
{% macro col(c, alias=none) %}{{ c }}{% if alias %} as {{ alias }}{% endif %}{% endmacro %}select {{ col('a') }}, {{ col('b', 'c') }}, {{ col('d', alias='e') }}
{% macro f(x) %}{{ x + 1 }}{% endmacro %}{{ f(1)|int + 1 }}
{% macro f(x) %}{{ x }}{% endmacro %}{{ f(f) }}
{% macro f() %}  spaced  {% endmacro %}[{{ f()|trim }}]
{% call(a) [1]|map('string') %}x{% endcall %}
{% set ns = namespace(items=[]) %}{% for i in range(3) %}{% set ns.items = ns.items + [i] %}{% endfor %}{{ ns.items }}
{% set ns = namespace(found=false) %}{% for w in words %}{% if w == 'fig' %}{% set ns.found = true %}{% endif %}{% endfor %}{{ ns.found }}
{% include 'nope' %}
{% include 'nope' ignore missing %}x
{% extends 'nope' %}
{% import 'nope' as x %}
""".strip("\n")


def split(text):
    """One case a line; a line that opens something goes on to the next ones."""
    cases = []
    pending = ""
    for line in text.split("\n"):
        pending = pending + "\n" + line if pending else line
        opened = pending.count("{%") + pending.count("{{") + pending.count("{#")
        closed = pending.count("%}") + pending.count("}}") + pending.count("#}")
        needs_end = pending.count("{% endfor") < pending.count("{% for col in") + pending.count("{%- for")
        needs_end = needs_end or pending.count("endset") < pending.count("{% set sql")
        needs_end = needs_end or pending in ("{# multi", "{{ 'multi", "{{ [", "{{ name", "{{ 'a\\",
                                             "{{ [\n  1,", "{{ [\n  1,\n  2,")
        if "{%- for" in pending:
            needs_end = "{%- endfor" not in pending
        if needs_end:
            continue
        cases.append(pending)
        pending = ""
        del opened, closed
    return cases


CASES = split(CASES)

BASE = "<{% block head %}H{% endblock %}|{% block body %}B{{ name }}{% endblock %}>"
MACROS = ("{% macro hi(x='you') %}hi {{ x }}{{ name }}{% endmacro %}{% set v = 5 %}{% set _p = 6 %}"
          "{% macro twice(x) %}{{ hi(x) }}{{ hi(x) }}{% endmacro %}noise")
FILES = {
    "base": BASE,
    "mid": "{% extends 'base' %}{% block head %}M{{ super() }}{% endblock %}",
    "macros": MACROS,
    "part": "part {{ name }} {{ local }}{% set leak = 1 %}",
    "loopy": "{{ i }}{{ loop.index }};",
}
for source in [
    "{% extends 'base' %}{% block head %}X{% endblock %}",
    "{% extends 'base' %}{% block head %}X{{ super() }}{% endblock %}ignored{% block body %}Y{% endblock %}",
    "{% extends 'mid' %}{% block head %}L{{ super() }}{% endblock %}",
    "{% extends 'mid' %}{% block body %}{{ self.head() }}{% endblock %}",
    "{% set name = 'Zoe' %}{% extends 'base' %}",
    "{% extends 'base' %}{% set name = 'Zoe' %}",
    "{% extends 'base' %}{% macro m() %}mm{% endmacro %}{% block body %}{{ m() }}{% endblock %}",
    "before{% extends 'base' %}after",
    "{% extends 'base' if flag else 'mid' %}",
    "{% extends 'base' %}{% extends 'mid' %}",
    "{% block head %}{{ super() }}{% endblock %}",
    "{% import 'macros' as m %}{{ m.hi() }}{{ m.v }}{{ m.hi('x') }}",
    "{% import 'macros' as m %}{{ m._p }}",
    "{% import 'macros' as m %}{{ m.nope }}|{{ m.nope is defined }}",
    "{% import 'macros' as m %}{{ m.nope() }}",
    "{% import 'macros' as m with context %}{{ m.hi() }}",
    "{% from 'macros' import hi %}{{ hi() }}",
    "{% from 'macros' import hi as hello, v %}{{ hello('a') }}{{ v }}",
    "{% from 'macros' import hi, twice %}{{ twice('b') }}",
    "{% from 'macros' import hi with context %}{{ hi() }}",
    "{% from 'macros' import nope %}{{ nope }}",
    "{% from 'macros' import nope %}{{ nope() }}",
    "{% from 'macros' import _p %}",
    "{% include 'part' %}",
    "{% set local = 'L' %}{% include 'part' %}{{ leak }}",
    "{% set local = 'L' %}{% include 'part' without context %}",
    "{% for i in [1, 2] %}{% include 'loopy' %}{% endfor %}",
    "{% include ['nope', 'part'] %}",
    "{% include ['nope', 'nope2'] ignore missing %}.",
    "{% include 'nope' ignore missing with context %}.",
    "{% include missing %}",
    "{% set f = 'part' %}{% include f %}",
    "{% for f in ['part', 'base'] %}{% include f %};{% endfor %}",
    "{% macro m() %}{% include 'part' %}{% endmacro %}{{ m() }}",
    "{% set x %}{% include 'part' %}{% endset %}[{{ x }}]",
]:
    CASES.append({"template": source, "templates": FILES})

for source in ["{{ missing }}", "{{ missing is defined }}", "{{ missing|default('x') }}",
               "{% if missing %}a{% endif %}", "{% for i in missing %}a{% endfor %}",
               "{{ d.zz }}", "{{ d.zz|default('x') }}", "{{ d.zz is defined }}", "{{ 'a' ~ missing }}",
               "{{ missing == 1 }}", "{{ [missing] }}", "{{ missing|length }}", "{{ 1 if false }}",
               "{{ not missing }}", "{{ missing.x }}", "{{ missing or 1 }}", "{{ 'x' in missing }}",
               "{{ [1, missing]|join }}", "{% set x = missing %}ok", "{% macro m(a) %}{{ a is defined }}{% endmacro %}{{ m() }}",
               "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", "{{ empty|first }}", "{{ name.zz }}"]:
    CASES.append({"template": source, "options": {"strict": True}})
