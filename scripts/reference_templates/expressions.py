"""Operators, literals and their precedence."""
import itertools

EXPRESSIONS = """
1 + 2 * 3
(1 + 2) * 3
2 ** 3 ** 2
-2 ** 2
2 ** -1
7 // 2
-7 // 2
7 // -2
7 % 3
-7 % 3
7 % -3
7.5 // 2
-7.5 % 2
7 / 2
6 / 2
1 / 0
1 // 0
1 % 0
1.0 / 0
0 ** 0
0 ** -1
2 ** 0.5
10 ** 20
9223372036854775807
1e3
1.5e-7
1_000
0x1F
0b101
0o17
1E5
123456789012345678.0
0.1 + 0.2
1e16
1e15
123456.789e3
1e-4
1e-5
-0.0
1e100
3.0
100000000000000000000.0
5e-324
+3
- - 3
not true
not not 1
not 0 and 1
1 and 2
0 or 'x'
none or 0
'' or none
true and false or true
1 if true else 2
1 if false else 2
1 if false
(1 if false) is defined
1 if false else 2 if false else 3
'a' if n > 5 else 'b'
'a' 'b' 'c'
'a' ~ 1 ~ none ~ 2.5 ~ true
1 ~ 2 + 3
'x' + 'y' ~ 'z'
'ab' * 3
3 * 'ab'
[1, 2] + [3]
[0] * 3
(1, 2) + (3,)
'a' + 1
1 + 'a'
[1] + (2,)
none + 1
true + true
true * 3
1 < 2
1 < 2 < 3
1 < 3 < 2
1 == 1.0
1 == true
'1' == 1
1 != 2
'a' < 'b'
'B' < 'a'
'a' < 1
[1, 2] < [1, 3]
[1, 2] == [1, 2]
(1, 2) == [1, 2]
{'a': 1} == {'a': 1}
none == none
none == false
missing == none
missing == missing
1 in [1, 2]
3 not in [1, 2]
'b' in 'abc'
'' in 'abc'
1 in 'abc'
'a' in {'a': 1}
1 in {'a': 1}
1 in 5
not 1 in [1]
not (1 in [1])
1 in [1] == true
n is odd
n is not odd
n is divisibleby 7
n is divisibleby(3)
n is even and x is float
name is string
name is defined and missing is not defined
missing is undefined
nothing is none
numbers is sequence
numbers is iterable
5 is iterable
d is mapping
name is mapping
n is number
true is number
true is integer
true is boolean
n is integer
n is float
flag is sameas true
1 is sameas true
'abc' is lower
'ABC' is upper
'aBc' is lower
3 is in [1, 2, 3]
'a' is in 'abc'
n is eq 7
n is ==7
n is gt 5
n is lt(5)
n is ge 7
n is ne 8
range is callable
n is callable
'upper' is filter
'nope' is filter
'odd' is test
'x' is escaped
true is true
false is false
1 is true
n is nope
n|nope
[]
()
{}
(1,)
(1)
1, 2
[1, 'a', none, true, 2.0]
{'a': 1, 'b': [1, 2], 3: none}
{1: 'a', 1.0: 'b', true: 'c'}
{'a': 1,}
[1,]
{[1]: 2}
['it\\'s', "say \\"hi\\"", 'both \\' and "']
'tab\\tnew\\nline\\\\'
['tab\\tnew\\nline\\\\']
'\\x41\\u0042\\101'
'unknown \\q escape'
['é', '\\x00', '\\x7f', '\\u200b']
numbers[0]
numbers[-1]
numbers[10]
numbers[10] is defined
numbers[1:3]
numbers[:2]
numbers[2:]
numbers[::2]
numbers[::-1]
numbers[-2:]
numbers[10:]
numbers[3:1]
numbers[3:0:-1]
numbers[::0]
text[0]
text[-1]
text[1:4]
text[::-1]
accents[0:3]
pair[1]
pair[0:1]
d.a
d['a']
d.missing
d['missing']
d.missing.more
d.items
missing.attr
missing['x']
missing()
missing + 1
missing|upper
missing|length
missing ~ 'x'
nested.list[1][0]
nested.list.1.1
nested.list[2].k
nested.inner.deep.er
nested.inner['deep']['er']
nested.inner.deep.er[1:3]
name.upper()
name.upper().lower()
name.nope()
'%s is %d' % (name, n)
'%s' % name
'%05.2f|%-5s|%+d|%x|%o|%e|%%' % (3.14159, 'ab', 5, 255, 8, 12345.678)
'%(a)s-%(b)s' % d
'%s %s' % ('a',)
'%s' % ('a', 'b')
'%d' % 'a'
'%d' % 3.99
'%5s|%-5s|%.2s' % ('abc', 'abc', 'abc')
'%r' % 'a'
'%s' % none
'%s' % [1, 2]
'%g %g %g' % (1e10, 0.0001, 100000.0)
'%*d' % (5, 42)
'%c%c' % ('a', 66)
-x
+x
-name
-true
x|int + 1
-5|abs
(-5)|abs
n|string ~ 'x'
1 +
1 + * 2
(1
[1, 2
{'a' 1}
'unterminated
a b
1 2
|upper
x|
x.
x..y
x[
f(a b)
f(a=1, 2)
f(**d, a=1)
f(*a, *b)
@
$x
not
if
true = 1
{{ 1 }}
'a'.join(['b', 'c'])
[1,2,3].index(2)
[1,2,3].index(9)
(1,2,1).count(1)
1.5.is_integer()
loop
range(5)
range(5)|list
range(2, 8, 3)|list
range(5, 0, -2)|list
range(0)|list
range(1, 2, 0)
range('a')
range(3)[1]
3 in range(5)
range(10)|sum
range(4)|length
dict(a=1, b=2)
dict([('x', 1), ('y', 2)])
dict({'a': 1}, b=2)
namespace(a=1).a
namespace(a=1).b
namespace({'q': 5}).q
"""

CASES = [
    "{{ " + line + " }}"
    for line in EXPRESSIONS.strip().split("\n")
    if line not in ("10 ** 20",)
]

OPERANDS = ["1", "-3", "2.5", "true", "none", "'a'", "''", "[1]", "(2,)", "{'k': 1}", "missing"]
for operator in ["+", "-", "*", "/", "//", "%", "==", "<", ">=", "in", "and", "or", "~"]:
    for left, right in itertools.product(OPERANDS, OPERANDS):
        CASES.append("{{ %s %s %s }}" % (left, operator, right))
for operand in OPERANDS:
    for test in ["defined", "none", "string", "number", "sequence", "iterable", "mapping", "boolean",
                 "integer", "float", "callable", "true", "false", "odd", "lower"]:
        CASES.append("{{ %s is %s }}" % (operand, test))
    CASES += ["{{ [%s] }}" % operand, "{{ not %s }}" % operand, "{{ -%s }}" % operand,
              "{{ 'y' if %s else 'n' }}" % operand, "{{ %s }}" % operand]
for value in ["0.1", "2.675", "1/3", "1e22", "123456789.123456789", "1e-10", "-2.5", "1e16 + 2",
              "3.0 * 2", "10 / 5", "1e15 + 0.3", "99999999999999990.0", "2 ** 63.0", "0.00012"]:
    CASES += ["{{ %s }}" % value, "{{ [%s] }}" % value, "{{ (%s)|round(1) }}" % value,
              "{{ '%%.3f' %% (%s) }}" % value, "{{ (%s)|string }}" % value]

CASES += ["{{ %s }}" % line for line in [
    "d[1:]", "n[::-1]", "nothing[1:]", "flag[0]", "missing[1:]", "range(9)[2:4]|list",
    "numbers|batch(2)|reverse", "[1]|reverse|list", "d|reverse|list", "(numbers|select)[0]",
    "d.keys()[0]", "d.items()[:1]|default('none')", "numbers|map('string')|first ~ 'x'",
]]
