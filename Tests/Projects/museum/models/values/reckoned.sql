{% set table = run_query("select 18446744073709551610::ubigint as u, 170141183460469231731687303715884105727::hugeint as h, 1.10::decimal(10,2) as d, 2.5::double as f, 7 as n, 12345678901234567890123456789012345678::decimal(38,0) as w, date '2026-02-03' as day, timestamp '2026-02-03 04:05:06' as moment") %}
{% if execute %}
{% set r = table.rows[0] %}
{{ told([
    ['u + 1', r.u + 1], ['u * u', r.u * r.u], ['u - u', r.u - r.u], ['u // 7', r.u // 7], ['u % 97', r.u % 97],
    ['-u', -r.u], ['-u // 7', -r.u // 7], ['u / 2', r.u / 2], ['h ** 2', r.h ** 2], ['h + n', r.h + r.n],
    ['u > n', r.u > r.n], ['u < h', r.u < r.h], ['n < u', r.n < r.u], ['u == u', r.u == r.u], ['u in', r.u in [1, 18446744073709551610]],
    ['literal', 18446744073709551610], ['overflow', 9223372036854775807 + 1], ['back', 9223372036854775808 - 1],
    ['power', 2 ** 100], ['product', 4611686018427387904 * 4], ['quotient', 2 ** 100 // 2 ** 98], ['abs', (-2 ** 70) | abs],
    ['int filter', '123456789012345678901234567890' | int], ['float filter', (2 ** 70) | float], ['round', (2 ** 70) | round],
    ['format', '%d' | format(2 ** 70)], ['hex', '%x' | format(2 ** 70)], ['grouped', '{:,}'.format(2 ** 70)], ['json', tojson([2 ** 70])],
    ['d + 1', r.d + 1], ['d * d', r.d * r.d], ['d / 3', r.d / 3], ['d // 1', r.d // 1], ['-d', -r.d], ['d ** 2', r.d ** 2],
    ['d % 1', r.d % 1], ['w * 2', r.w * 2], ['w + d', r.w + r.d], ['w / d', r.w / r.d], ['d == 1.1', r.d == 1.1], ['f == 2.5', r.f == 2.5],
    ['d < f', r.d < r.f], ['d + f', r.d + r.f], ['n * f', r.n * r.f], ['d int', r.d | int], ['w int', r.w | int], ['d float', r.d | float],
    ['f round', r.f | round], ['f round 1', r.f | round(1)], ['d abs', (-r.d) | abs], ['f floor', r.f | round(0, 'floor')],
    ['sum', [r.d, r.f, r.n] | sum], ['max', [r.d, r.f, r.n] | max], ['sorted', [r.n, r.f, r.d] | sort],
    ['d format', '%.3f' | format(r.d)], ['d text', r.d | string ~ '!'], ['normalize', (r.d * 100).normalize()],
    ['day', r.day.year ~ '/' ~ r.day.month], ['next day', r.day + modules.datetime.timedelta(days=1)], ['moment', r.moment.strftime('%H:%M')],
    ['days', (r.moment - modules.datetime.datetime(2026, 1, 1)).days],
]) }}
{% else %}
select 1 as place, '' as part, '' as told
{% endif %}
