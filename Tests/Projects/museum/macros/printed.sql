{% macro print_all() %}
{% do run_query("select 1234567.5::double as amount, 1.23456::decimal(10,5) as rate, 18446744073709551610::ubigint as hash, 'a long text that is cut at the end' as name, date '2026-02-03' as day, true as ok, 1 as more").print_table() %}
{% do run_query("select x, x / 4.0 as quarter, null as nothing from range(25) t(x) order by x").print_table(max_rows=3) %}
{% do run_query("select 1.5 as a, 'x' as b, [1, 2] as c").print_csv() %}
{% endmacro %}
