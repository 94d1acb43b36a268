{% set re = modules.re %}
{{ told([
    ['brace', re.findall('{x}', 'a{x}b')], ['closing', re.findall('}}', '{{ a }}')], ['bracket', re.findall('[[]', 'a[b')],
    ['count', re.findall('a{2,3}', 'aaaa a aa')], ['upper', re.findall('a{,2}b', 'aaab b')], ['not a count', re.findall('a{b}', 'a{b}')],
    ['template', re.findall('{{[^}]*}}', 'x {{ y }} z')], ['set', re.sub('[{}]', '.', '{a}')], ['class', re.split('[\\s,;-]+', 'a, b;c - d')],
    ['first', re.findall('[]a]+', 'x]a]')], ['not first', re.findall('[^]a]+', 'x]a]y')], ['and', re.findall('[a&&b]', 'a&c')],
    ['dash', re.findall('[\\w-]+', 'a-b c')], ['dashed', re.findall('[a-c-]+', 'a-cd')], ['range', re.findall('[+--]', '+,-.')],
    ['dollar', re.findall('[$^.]', 'a$b^c.')], ['hash', re.findall('[#~ ]', 'a#b ~')],
    ['named', re.match('(?P<the_key>\\w+)=(?P<value>.*)', 'a=1').groupdict()], ['again', re.findall('(?P<q>[ab])(?P=q)', 'aabab')],
    ['numbered', re.findall('(.)\\1', 'aabb')], ['replaced', re.sub('(?P<first>a)(b)', '\\g<2>\\g<first>', 'abab')],
    ['end', re.findall('b\\Z', 'ab')], ['dot', re.findall('a.b', 'a\rb a\nb')], ['line', re.findall('^b$', 'a\nb\nc', re.M)],
    ['caseless', re.findall('(?i)A', 'aA')], ['escape', re.escape('a.b{c}[d]')], ['hex', re.findall('\\x41', 'ABA')],
    ['comment', re.findall('a(?#not this)b', 'ab')], ['ahead', re.findall('a(?=b)', 'ab ac')], ['octal', re.findall('\\101', 'A')],
    ['strings', '}}' ~ '{{' ~ '%}'], ['in a string', "{{ '}}' }}"],
]) }}
