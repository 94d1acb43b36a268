{% set table = run_query("select 'nan'::double as v") %}
{% set v = table.rows[0][0] if execute %}
{{ told([['text', v], ['list', [v]], ['itself', v == v], ['values', table.columns[0].values() if execute]]) }}
