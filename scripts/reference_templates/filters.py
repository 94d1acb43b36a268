"""All filters, on values they fit and on others."""

FILTERS = """
-5|abs
'a'|abs
d|attr('a') is defined
numbers|batch(2)|list
numbers|batch(2, 'x')|list
numbers|batch(3)|map('join', '-')|join('/')
'foo BAR'|capitalize
'éa'|capitalize
'foo'|center(9)
'foo'|center(10)
'fo'|center(5)
'foo'|center(2)
numbers|count
d|length
text|length
accents|length
5|length
missing|default('x')
missing|d('x')
nothing|default('x')
nothing|default('x', true)
''|default('x', boolean=true)
d.zz|default('x')
missing.a|default('x')
name|default('x')
missing|default
d|dictsort
d|dictsort(true)
d|dictsort(false, 'value')
d|dictsort(reverse=true)
d|dictsort(by='nope')
html|escape
html|e
5|e
n|filesizeformat
1000|filesizeformat
1536|filesizeformat(true)
123456789|filesizeformat
1|filesizeformat
numbers|first
empty|first
empty|first is defined
'abc'|first
'3.5'|float
'x'|float
'x'|float(1.5)
n|float
'1e3'|float
'inf'|float
'%s-%s'|format('a', 'b')
'%(a)s'|format(a=1)
'%s'|format
users|groupby('city')|list
users|groupby('age')|map(attribute='grouper')|list
users|groupby('city', case_sensitive=true)|map('first')|list
users|groupby('zip', default='none')|map('first')|list
(users|groupby('age'))[0].list|map(attribute='name')|join(',')
(users|groupby('age'))[0][0]
lines|indent
lines|indent(2, true)
lines|indent(2, blank=true)
lines|indent('> ')
lines|indent(2, first=true, blank=true)
''|indent
''|indent(2, true)
'42'|int
'4x'|int
'4x'|int(default=9)
'0x1f'|int(base=16)
'ff'|int(0, 16)
'101'|int(base=2)
'4.9'|int
-4.9|int
none|int
[]|int
' 42 '|int
'1_000'|int
true|int
d|items|list
missing|items|list
numbers|items
numbers|join
numbers|join(', ')
users|join(', ', attribute='name')
'abc'|join('-')
d|join(',')
[1, none, 'a']|join('|')
numbers|last
empty|last
'abc'|last
'abc'|list
d|list
pair|list
5|list
'ÀB'|lower
words|map('upper')|list
words|map('replace', 'p', 'q')|list
users|map(attribute='name')|list
users|map(attribute='zip')|list
users|map(attribute='zip', default='?')|list
users|map(attribute='tags.0')|list
users|map(attribute='tags.0', default='-')|list
words|map('nope')|list
words|map|list
[[1,2],[3]]|map('sum')|list
[[1,2],[3]]|map(attribute=0)|list
numbers|max
words|max
words|max(case_sensitive=true)
users|max(attribute='age')
empty|max
numbers|min
users|min(attribute='name')
[1, 'a']|max
d|pprint
nested|pprint
users|pprint
numbers|pprint
'abc'|pprint
numbers|reject('odd')|list
words|reject('in', ['fig'])|list
users|rejectattr('tags')|map(attribute='name')|list
users|rejectattr('age', 'gt', 28)|map(attribute='name')|list
text|replace('l', 'L')
text|replace('l', 'L', 1)
'abc'|replace('', '-')
'abc'|replace('', '-', 2)
5|replace(5, 6)
numbers|reverse|list
'abc'|reverse
'éab'|reverse
42.55|round
42.55|round(1)
42.55|round(1, 'floor')
42.55|round(1, 'ceil')
42|round
2.5|round
3.5|round
-2.5|round
2.675|round(2)
1234.5|round(-2)
1234|round(-2)
0.5|round|int
42.5|round(0, 'nope')
'x'|round
numbers|select|list
[0, 1, '', 'a', none]|select|list
numbers|select('odd')|list
numbers|select('divisibleby', 5)|list
numbers|select('gt', 2)|list
numbers|select('>', 2)|list
numbers|select('in', [1, 2])|list
numbers|select('nope')|list
users|selectattr('tags')|map(attribute='name')|list
users|selectattr('age', 'equalto', 25)|map(attribute='name')|list
users|selectattr('zip', 'defined')|list
users|selectattr('zip', 'undefined')|list|length
users|selectattr('tags', 'contains')|list
numbers|slice(2)|list
numbers|slice(3, 'x')|list
numbers|slice(7)|list
numbers|sort
numbers|sort(true)
words|sort
words|sort(case_sensitive=true)
users|sort(attribute='name')|map(attribute='name')|list
users|sort(attribute='age,name')|map(attribute='name')|list
users|sort(attribute='age', reverse=true)|map(attribute='name')|list
[1, 'a']|sort
d|sort
'cab'|sort
5|string ~ 5
nothing|string
'<p>Hi <b>there</b>\\n you</p> <!-- no -->&amp; &lt;x&gt;'|striptags
numbers|sum
users|sum(attribute='age')
numbers|sum(start=100)
empty|sum
[[1],[2]]|sum(start=[])
['a']|sum
'hello world-foo (bar) [baz] it\\'s'|title
'HELLO'|title
{'a': [1, 2.5, none, true], 'b': 'x<y>&\\''}|tojson
{'b': 1, 'a': 2}|tojson
users[0]|tojson(indent=2)
[]|tojson(2)
{}|tojson(indent=2)
'é\\n"\\\\'|tojson
'日本 😀'|tojson
(1, 2)|tojson
1.0|tojson
{1: 'a', none: 'b'}|tojson
{1: 'a', 2: 'b'}|tojson
missing|tojson
numbers|select|tojson
'  a b '|trim
'xxaxx'|trim('x')
'foo bar baz qux'|truncate(9)
'foo bar baz qux'|truncate(9, true)
'foo bar baz qux'|truncate(11)
'foo bar baz qux'|truncate(11, false, '...', 0)
'foo bar baz qux'|truncate(10, end='!', leeway=0)
'foobarbaz'|truncate(5, leeway=0)
'foo'|truncate(2)
'foo bar'|truncate(2, leeway=0)
text|truncate
words|unique|list
words|unique(true)|list
users|unique(attribute='age')|map(attribute='name')|list
[1, 1.0, true, 2]|unique|list
[[1], [1]]|unique|list
'straße'|upper
'a b/c?d=é&f'|urlencode
{'a': 1, 'b c': 'd&e'}|urlencode
[('a', 1), ('b', 'x y')]|urlencode
5|urlencode
text|wordcount
'a-b it\\'s  c_d'|wordcount
''|wordcount
'The quick brown fox jumps over the lazy dog'|wordwrap(15)
'aaaaaaaaaaaaaaaaaaaa bb'|wordwrap(6)
'aaaaaaaaaaaaaaaaaaaa bb'|wordwrap(6, false)
'one two\\nthree four five'|wordwrap(8)
'one two three'|wordwrap(5, wrapstring='|')
'well-known self-evident'|wordwrap(8)
'well-known self-evident'|wordwrap(8, break_on_hyphens=false)
{'class': 'a b', 'id': none, 'x': 5}|xmlattr
{'class': 'a'}|xmlattr(false)
{'a b': 1}|xmlattr
{}|xmlattr
'a'|upper|lower|title
n|upper
numbers|join(',')|upper
('a' ~ 'b')|upper
'a' ~ 'b'|upper
words|map('length')|sum
words|map('length')|max
words|list|join(', ')|replace('p','P')|truncate(12, true, '', 0)
numbers|map('string')|map('center', 5)|join
users|map(attribute='name')|map('lower')|sort|join(' ')
numbers|upper|length
numbers|first(1)
numbers|join(nope=1)
d|items|first
d.items()|list
d.keys()|list
d.values()|list
d.items()
d.keys()
d.values()
d.items()|length
d|tojson|length
text|forceescape
text|safe
'1.5'|float|round|int
"3"|int + "4"|int
x|round|string
3|float|string
[3,1]|sort|first
"a,b,c".split(",")|last
"%.2f"|format(3.14159)
"%d items"|format(n)
"%s"|format(none)
"{:>5}|{:<5}|{:^5}".format("a", "b", "c")
"{} {}".format(1, "b")
"{1} {0}".format(1, "b")
"{a} {b}".format(a=1, b=2)
"{:.2f} {:,} {:05d} {:+}".format(3.14159, 1234567, 42, 7)
"{:x} {:#x} {:b} {:e} {:%}".format(255, 255, 5, 12345.678, 0.25)
"{0[a]} {0.a}".format(d)
"{0[a]}".format(d)
"{!r}".format("x")
"{{}}".format()
"{} {}".format(1)
"{".format(1)
"{:_>8}".format("ab")
"{:{w}}|".format("ab", w=5)
"{:10.3}|".format("abcdef")
"{:g} {:g}".format(1e10, 0.5)
"{:,.2f}".format(1234567.891)
"{:d}".format("a")
"{:s}".format(5)
"{}".format(none)
"{:5}|{:5}|".format(3, "a")
"{:5}|".format(true)
"{:.3}".format(3.14159)
"{:.1%}".format(0.1234)
""".strip().split("\n")

METHODS = """
"a,b,,c".split(",")
"a b  c".split()
"a,b,c".split(",", 1)
"a b c d".split(none, 2)
"".split()
"".split(",")
"a".split("")
"a,b,c".rsplit(",", 1)
"a b c".rsplit(none, 1)
"a\\nb\\r\\nc\\n".splitlines()
"a\\nb".splitlines(true)
"  x ".strip() ~ "|"
"  x ".lstrip() ~ "|"
"  x ".rstrip() ~ "|"
"xxaxx".strip("x")
"abcxcba".strip("abc")
"Hello".lower() ~ "Hello".upper() ~ "hello".capitalize()
"hello wORLD it's 3rd".title()
"Hello".swapcase()
"hello".startswith("he")
"hello".startswith(("x", "he"))
"hello".endswith("lo")
"hello".endswith(["lo"])
"hello".replace("l", "L")
"hello".replace("l", "L", 1)
"-".join(["a", "b"])
"-".join([1, 2])
"".join("abc"|reverse)
"hello".find("l")
"hello".find("z")
"hello".rfind("l")
"hello".index("l")
"hello".index("z")
"hello".find("l", 3)
"éé a".find("a")
"hello".count("l")
"aaaa".count("aa")
"abc".count("")
"42".zfill(5)
"-42".zfill(5)
"ab".ljust(5) ~ "|"
"ab".rjust(5, "*")
"ab".center(7, "*")
"ab".center(6, "*")
"abc".center(6, "*")
"12".isdigit()
"".isdigit()
"1a".isdigit()
"abc".isalpha()
"ab1".isalnum()
"  ".isspace()
"ABC".isupper()
"abc1".islower()
"a_b".isidentifier()
"1a".isidentifier()
"a=b=c".partition("=")
"a=b=c".rpartition("=")
"abc".partition("=")
"abc".rpartition("=")
"prefix_x".removeprefix("prefix_")
"x_suffix".removesuffix("_suffix")
"12.5".isnumeric()
"abc".nope
"abc".nope()
"abc".upper(1)
d.get("a")
d.get("zz")
d.get("zz", 5)
d.get([1])
d.pop("a")
d.pop("zz")
d.pop("zz", 9)
d.setdefault("q", 4)
d.update({"a": 9})
d.copy()
[1, 2].copy()
[3, 1, 2].sort()
[1, 2].pop()
[].pop()
[1, 2].pop(0)
[1, 2].pop(5)
(1, 2).index(2)
d.fromkeys
numbers.count(1)
numbers.index(2)
numbers.nope
numbers.nope()
n.nope
none.x
none.x.y
true.x
""".strip().split("\n")

CASES = ["{{ " + line + " }}" for line in FILTERS + METHODS]

INPUTS = ["'Ab cD'", "12", "-1.5", "true", "none", "[2, 1]", "(1,)", "{'k': 'v'}", "missing", "''"]
PLAIN = ["abs", "capitalize", "count", "default", "dictsort", "escape", "first", "float", "int",
         "join", "last", "length", "list", "lower", "max", "min", "round", "sort", "string", "sum",
         "title", "tojson", "trim", "truncate", "unique|list", "upper", "urlencode", "wordcount",
         "wordwrap", "reverse|list", "select|list", "items|list", "pprint", "indent", "striptags",
         "batch(2)|list", "slice(2)|list", "center(9)", "replace('a', 'b')", "xmlattr",
         "map('string')|list", "format", "filesizeformat", "groupby('k')", "attr('upper') is defined"]
for source in INPUTS:
    for name in PLAIN:
        CASES.append("{{ %s|%s }}" % (source, name))
