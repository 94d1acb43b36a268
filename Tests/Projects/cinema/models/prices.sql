{# What a query gives in a template: decimals keep their zeros and reckon exactly. #}
{% set answer = run_query(
    "select price::decimal(6, 2) as exact, price::double as near, 1e-8 as tiny, 1e21 as huge from "
    ~ ref('tickets') ~ " order by ticket_id"
) %}
{% if execute %}
    {% set exact = answer.columns['exact'].values() %}
    {% set near = answer.columns[1].values() %}
    select
        $${{ exact }}$$ as listed,
        $${{ exact[0] }} {{ exact[0] * 2 }} {{ exact[0] / 3 }} {{ exact[0] // 5 }} {{ exact[0] % 5 }}
          {{ -1 + exact[0] }} {{ exact[1] ** 2 }} {{ exact | sum }} {{ exact | max }}$$ as reckoned,
        $${{ near[0] * 100 }} {{ near[0] | round(0) }} {{ near[0] | int }} {{ near[0] | float }}$$ as near,
        $${{ '%.1f' | format(exact[0]) }} {{ '{:,.2f}'.format(exact[0] * 1000) }}$$ as laid_out,
        $${{ exact[0] == 12.5 }} {{ exact[0] > 12 }} {{ 12 < exact[0] }} {{ exact[0] is number }}
          {{ exact[1] in [8, 9] }} {{ exact | sort }}$$ as compared,
        $${{ answer.rows[0] }}$$ as whole_row
{% else %}
    select 1 as listed
{% endif %}
