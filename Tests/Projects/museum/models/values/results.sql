{% call statement('kept', fetch_result=true) %}select 1.5::double as f, 2 as n, [1] as l, 3 as n{% endcall %}
{% call statement('unfetched') %}select 1 as n{% endcall %}
{% if execute %}
{% set kept = load_result('kept') %}
{% set answer = adapter.execute('select 18446744073709551610::ubigint as u, null as x', fetch=true) %}
{% set several = run_query('create or replace temp table probe as select 1 as n; select 42 as n') %}
{% do store_raw_result('own', message='done', code='X', rows_affected=3, agate_table=kept.table) %}
{% do store_result('again', response='well', agate_table=answer[1]) %}
{% set own = load_result('own').response %}
{% set again = load_result('again') %}
{{ told([
    ['data', kept.data], ['data value', kept['data'][0][0]], ['names', kept.table.column_names], ['response', kept.response],
    ['rows', kept.response.rows_affected], ['unfetched', load_result('unfetched').table.columns | length],
    ['missing', load_result('nothing')], ['executed', answer[1].rows[0].values()], ['answer', answer[0]],
    ['several', several.rows[0][0] if several.rows else 'none'], ['own', own ~ ' ' ~ own.code],
    ['again', again.response], ['again data', again.data],
    ['dict', kept.table.rows[0].dict()], ['distinct', kept.table.columns['n'].values_distinct() | list],
]) }}
{% else %}
select 1 as place, '' as part, '' as told
{% endif %}
