{{ config(post_hook=["{{ note('own hook') }}"], tags='single') }}
{%- set ns = namespace(total=0) -%}
{%- for b in var('bands') -%}{%- set ns.total = ns.total + loop.index -%}{%- endfor -%}
{%- set d = modules.datetime.date(2024, 2, 28) + modules.datetime.timedelta(days=2) -%}
{%- set found = modules.re.findall('[a-z]+', 'ab12cd') -%}
select
    '{{ this.identifier }}' as own_name,
    '{{ model.name }} {{ model.resource_type }} {{ model.config.materialized }}' as model_facts,
    '{{ target.name }} {{ target.type }} {{ target.schema }} {{ target.threads }}' as target_facts,
    {{ ns.total }} as total,
    '{{ d.strftime("%Y/%m/%d") }}' as day,
    '{{ found | join("-") }}' as found,
    '{{ tojson({"b": [1, 2.5, none, true], "a": "x"}, sort_keys=true) }}' as json,
    '{{ fromjson("[1, {\"k\": 2}]")[1].k }}' as from_json,
    '{{ fromyaml("a: [1, 2]")["a"] | length }}' as from_yaml,
    '{{ set([3, 3, 1]) | sort | join(",") }}' as as_set,
    '{{ zip([1, 2], ["a", "b"]) | list | length }}' as zipped,
    '{{ local_md5("night") }}' as md5,
    '{{ var("site").name }}-{{ var("missing", "fallback") }}' as vars,
    '{{ env_var("PROOF_UNSET", "none set") }}' as env,
    {{ "true" if flags.FULL_REFRESH else "false" }} as full_refresh,
    '{{ graph.nodes.values() | selectattr("resource_type", "equalto", "model") | map(attribute="name") | sort | join(",") }}' as models,
    '{{ api.Column("c", "varchar").is_string() }}' as is_string,
    '{{ api.Relation.create(schema="s", identifier="i") }}' as relation,
    $${% call(x) wrap('b') %}{{ x | upper }}{% endcall %}$$ as wrapped,
    {{ dbt.dateadd('day', 3, "date '2024-01-30'") }} as added,
    {{ dbt.datediff("date '2024-01-01'", "date '2024-03-01'", 'month') }} as months,
    {{ dbt.date_trunc('month', "date '2024-03-15'") }} as truncated,
    {{ dbt.safe_cast("'12'", api.Column.translate_type('integer')) }} as safe,
    {{ dbt.split_part("'a|b|c'", "'|'", 2) }} as part,
    {{ dbt.length("'four'") }} as four,
    {{ dbt.last_day("date '2024-02-10'", 'month') }} as last_day,
    {{ dbt.any_value("1") }} as any_one,
    {{ dbt.string_literal("it") }} as literal,
    {{ dbt.escape_single_quotes("it's") | length }} as escaped,
    {{ dbt.listagg('x', "', '", 'order by x') }} as listed
from (values ('p'), ('q')) as t(x)
