"""An irregular dbt project: packages, all materializations, macros that ask the database, versions,
snapshots, tests that pass, warn and fail, models that cannot be built."""

import json
import random

WORDS = (
    "amber basalt cedar delta ember fjord grove haven inlet jetty kelp lagoon marsh north oriel "
    "plume quarry reef shoal tarn umbra vale weir xylem yarrow zenith"
).split()
COLUMNS = ("id", "k", "n", "ts")

TOOLS = {
    "dbt_project.yml": """
name: tools
version: 1.2.0
models: {tools: {+schema: tools, +materialized: table, +tags: [tool]}}
vars: {tools: {width: 7}}
""",
    "macros/tools.sql": """
{% macro clean(c) %}{{ return(adapter.dispatch('clean', 'tools')(c)) }}{% endmacro %}
{% macro default__clean(c) %}trim({{ c }}){% endmacro %}
{% macro duckdb__clean(c) %}lower(trim({{ c }})){% endmacro %}
{% macro key(columns) -%}
    md5(concat_ws('-', {% for c in columns %}coalesce(cast({{ c }} as varchar), ''){{ ', ' if not loop.last }}{% endfor %}))
{%- endmacro %}
{% macro columns_of(relation, without=[]) -%}
    {%- set names = [] -%}
    {%- if execute -%}
        {%- for c in adapter.get_columns_in_relation(relation) if c.name not in without -%}
            {%- do names.append(adapter.quote(c.name)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names or ['*']) }}
{%- endmacro %}
{% macro united(relations) -%}
    {%- for r in relations %}
    select id, k, n, ts, {{ loop.index }} as part from {{ r }}
    {{ 'union all' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
{% test at_least(model, column_name, minimum=0, where_also='true') %}
select {{ column_name }} from {{ model }} where {{ column_name }} < {{ minimum }} and {{ where_also }}
{% endtest %}
{% test same_count(model, other) %}
with a as (select count(*) as n from {{ model }}), b as (select count(*) as n from {{ other }})
select a.n, b.n as m from a, b where a.n <> b.n
{% endtest %}
""",
    "models/days.sql": "select i as id, cast(date '2026-01-01' + cast(i as integer) as timestamp) as ts, "
    "dayname(date '2026-01-01' + cast(i as integer)) as k, i % {{ var('width') }} as n from range(60) t(i)\n",
}


class Project:
    def __init__(self, seed=7, models=700, tests=1000):
        self.random = random.Random(seed)
        self.files, self.volatile = {}, {}
        self.models, self.tests = models, tests
        self.described = {}
        # Names that others may refer to, with whether they can be built.
        self.layers = []

    def write(self, folder):
        self.make()
        for name, text in self.files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.lstrip("\n"))

    def make(self):
        for name, text in TOOLS.items():
            self.files["tools/" + name] = text
        self.files["packages.yml"] = "packages:\n  - local: tools\n"
        self.files["profiles.yml"] = (
            "isles:\n  target: dev\n  outputs:\n"
            "    dev: {type: duckdb, path: isles.duckdb, threads: 2}\n"
        )
        self.files["dbt_project.yml"] = """
name: isles
version: 1.0.0
profile: isles
vars: {floor: 3, words: [amber, cedar, reef]}
on-run-start: ["create table if not exists trail (what varchar, who varchar)"]
on-run-end: ["insert into trail select 'end', '{{ results | length }}'"]
models:
  isles:
    l0: {+materialized: view, +schema: staging}
    l1: {+tags: [middle]}
    l2: {+materialized: table, +schema: middle}
    l3: {+materialized: table, +tags: [mart, nightly]}
    l4: {+materialized: table, +schema: "{{ 'marts' }}", +persist_docs: {relation: true}}
    l5: {+materialized: table, +tags: [report]}
seeds: {isles: {+schema: raw}}
snapshots: {isles: {+schema: kept}}
data_tests: {+store_failures: false}
"""
        seeds = [self.seed(i) for i in range(14)]
        counts = [0.2, 0.2, 0.2, 0.2, 0.12, 0.08]
        named = 0
        below = seeds
        for layer, share in enumerate(counts):
            count = round(self.models * share) if layer < 5 else self.models - 1 - named
            made = [self.model(layer, i, below) for i in range(count)]
            named += count
            if layer == 2:
                made += [self.snapshot(i, made) for i in range(8)]
            # Not only the layer right below.
            below = made + self.random.sample(below, len(below) // 4)
        self.unit_tests()
        self.data_tests()
        self.others()
        self.properties()

    def seed(self, index):
        name = f"s{index}_{self.random.choice(WORDS)}"
        rows = ["id,k,n,ts" + (",Note Here" if index % 4 == 1 else "")]
        for i in range(self.random.randrange(40, 160)):
            k = self.random.choice([*WORDS[:6], "", '"a, b"', "Ünïcode"])
            n = self.random.choice([i, -i, i * 37 % 1000])
            row = f"{i},{k},{n},2026-0{i % 3 + 1}-{i % 28 + 1:02} 0{i % 10}:00:00"
            rows.append(row + (",x" if index % 4 == 1 else ""))
        self.files[f"seeds/{name}.csv"] = "\n".join(rows) + "\n"
        return ("seed", name, f"{{{{ ref('{name}') }}}}")

    def snapshot(self, index, made):
        source = self.random.choice([m for m in made if m[0] != "ephemeral"])
        name = f"kept_{index}"
        check = "strategy='check', check_cols=['k', 'n']"
        how = check if index % 2 else "strategy='timestamp', updated_at='ts'"
        self.files[f"snapshots/{name}.sql"] = (
            f"{{% snapshot {name} %}}{{{{ config(unique_key='id', {how}) }}}}\n"
            f"select id, min(k) as k, max(n) as n, max(ts) as ts from {source[2]} group by id\n"
            "{% endsnapshot %}\n"
        )
        stamps = ["dbt_scd_id", "dbt_valid_from", "dbt_valid_to", "dbt_updated_at"]
        self.volatile[f"main_kept.{name}"] = stamps
        return ("snapshot", name, f"{{{{ ref('{name}') }}}}")

    def model(self, layer, index, below):
        r = self.random
        name = f"m{layer}_{index:03}_{r.choice(WORDS)}"
        ref, ref2 = (m[2] for m in r.sample(below, 2))
        waits = ""
        if layer == 0 and r.random() < 0.2:
            # dbt does not wait for the seed that makes the source's table.
            seed = r.choice(below)[1]
            ref = f"{{{{ source('raw', '{seed}') }}}}"
            waits = f"-- depends_on: {{{{ ref('{seed}') }}}}\n"
        kind = r.choices(
            ["", "ephemeral", "incremental", "table"],
            [6, 2 if layer in (0, 1) else 0, 3 if layer > 1 else 0, 2],
        )[0]
        config = {"materialized": kind} if kind else {}
        where = f"where n % {r.randrange(2, 9)} <> {r.randrange(2)}"
        body = r.choice(
            [
                f"select id, {{{{ tools.clean('k') }}}} as k, n, ts from {ref} {where}",
                f"select a.id, coalesce(b.k, a.k) as k, (a.n * 7 + coalesce(b.n, 0)) % 10007 as n, a.ts\n"
                f"from {ref} a left join (select id, min(k) as k, max(n) as n from {ref2} group by 1) b using (id)",
                f"select min(id) as id, k, cast(sum(n) % 10007 as bigint) as n, max(ts) as ts from {ref} group by k",
                f"with u as ({{{{ tools.united([{self.bare(ref)}, {self.bare(ref2)}]) }}}})\n"
                "select id, min(k) as k, cast(max(n + part) as bigint) as n, min(ts) as ts from u group by id",
                f"select id, k, cast(sum(n) over (partition by k order by id, n) % 10007 as bigint) as n, ts from {ref}",
                f"select id, case {{% for w in var('words') %}}when k = '{{{{ w }}}}' then '{{{{ loop.index }}}}' "
                f"{{% endfor %}}else k end as k, n, ts from {ref} where n >= -{{{{ var('floor') }}}} * 100",
                f"select {{{{ tools.columns_of({self.bare(ref)}, ['n', 'dbt_scd_id', 'dbt_updated_at', "
                "'dbt_valid_from', 'dbt_valid_to', 'Note Here']) | join(', ') }}, "
                f"n % 997 as n from {ref}",
            ]
        )
        if "columns_of" in body and any(m[2] == ref and m[0] == "ephemeral" for m in below):
            body = f"select id, k, n, ts from {ref}"
        if "columns_of" in body:
            body = "select id, k, n, ts from (\n" + body + "\n)"
        broken = layer == 4 and index % 30 == 17
        if broken:
            body = f"select id, k, cast(k || 'x' as integer) as n, ts from {ref}"
        if kind == "incremental":
            config["unique_key"] = r.choice(["id", ["id", "k"]])
            config["incremental_strategy"] = r.choice(["delete+insert", "merge", "append"])
            if config["incremental_strategy"] == "append":
                del config["unique_key"]
            else:
                config["on_schema_change"] = r.choice(["ignore", "append_new_columns"])
                # A key stands once in what is merged.
                body = (
                    f"select * from (\n{body}\n) qualify row_number() over "
                    "(partition by id order by k, n, ts) = 1"
                )
            body = (
                f"select * from (\n{body}\n) fresh\n{{% if is_incremental() %}}"
                "where n > (select coalesce(max(n), -99999) - 50 from {{ this }}){% endif %}"
            )
        if r.random() < 0.05 and kind != "ephemeral":
            config["alias"] = name + "_a"
        if r.random() < 0.05 and kind in ("table", "incremental"):
            config["post_hook"] = f"insert into trail values ('{name}', '{{{{ this.identifier }}}}')"
        if r.random() < 0.1:
            config["tags"] = [r.choice(WORDS)]
        given = ", ".join(f"{key}={json.dumps(value)}" for key, value in config.items())
        head = f"{{{{ config({given}) }}}}\n" if config else ""
        self.files[f"models/l{layer}/{r.choice(WORDS)}/{name}.sql"] = head + waits + body + "\n"
        self.described[name] = {"kind": kind, "layer": layer, "tests": []}
        return (kind, name, f"{{{{ ref('{name}') }}}}")

    @staticmethod
    def bare(reference):
        return reference.strip("{} ")

    def data_tests(self):
        r = self.random
        plain = [n for n, m in self.described.items() if m["kind"] != "ephemeral"]
        singular = 60
        for index in range(singular):
            name = r.choice(plain)
            limit = r.choice([0, 5])
            head = "{{ config(severity='warn') }}\n" if index % 20 else ""
            self.files[f"tests/{r.choice(WORDS)}/check_{index}.sql"] = (
                f"{head}select id from {{{{ ref('{name}') }}}} where n < -{10 ** limit}\n"
            )
        made = set()
        while len(made) < self.tests - singular:
            name, column = r.choice(plain), r.choice(COLUMNS)
            kind = r.choice(["not_null", "unique", "values", "related", "least", "count"])
            if (name, column, kind) in made:
                continue
            made.add((name, column, kind))
            # What fails holds back all that is below it.
            severity = "error" if r.random() < 0.01 else "warn"
            test = {
                "not_null": {"not_null": {"config": {"severity": severity}}},
                "unique": {"unique": {"config": {"where": "n > 0", "severity": severity}}},
                "values": {"accepted_values": {
                    "name": f"values_{name}_{column}",
                    "arguments": {"values": ["amber", "basalt", "x", "1"]},
                    "config": {"severity": severity, "limit": r.choice([3, 500])}}},
                "related": {"relationships": {
                    "name": f"related_{name}_{column}",
                    "arguments": {"to": f"ref('{r.choice(plain)}')", "field": column},
                    "config": {"warn_if": ">0", "error_if": ">4000"}}},
                "least": {"tools.at_least": {
                    "name": f"least_{name}_{column}",
                    "arguments": {"minimum": 1 if column != "ts" else "timestamp '2026-01-05'"},
                    "config": {"store_failures": r.random() < 0.1, "severity": "warn"}}},
                "count": {"tools.same_count": {
                    "name": f"count_{name}_{column}",
                    "arguments": {"other": f"ref('{r.choice(plain)}')"},
                    "config": {"severity": "warn"}}},
            }[kind]
            if kind == "least" and column == "k":
                test["tools.at_least"]["arguments"]["minimum"] = "'b'"
            self.described[name]["tests"].append((None if kind == "count" else column, test))

    def unit_tests(self):
        given = [{"id": 1, "k": "amber", "n": 4, "ts": "2026-01-01"}]
        self.files["models/l0/unit.sql"] = (
            "{{ config(materialized='view') }}\n"
            "select id, upper(k) as k, n * 2 as n, ts from {{ ref('days') }}\n"
        )
        tests = [
            {
                "name": f"doubles_{i}", "model": "unit",
                "given": [{"input": "ref('days')", "rows": [{**given[0], "n": i}]}],
                "expect": {"rows": [{"id": 1, "k": "AMBER", "n": i * 2}]},
            }
            for i in range(12)
        ]
        self.files["models/l0/unit.yml"] = json.dumps({"unit_tests": tests}, indent=1)

    def others(self):
        names = list(self.described)
        self.files["models/exposures.yml"] = json.dumps({
            "exposures": [
                {"name": f"board_{i}", "type": "dashboard", "owner": {"name": "Ada"},
                 "depends_on": [f"ref('{n}')" for n in self.random.sample(names, 3)]}
                for i in range(10)
            ]
        }, indent=1)  # fmt: skip
        for i in range(5):
            self.files[f"analyses/look_{i}.sql"] = (
                f"select count(*) from {{{{ ref('{self.random.choice(names)}') }}}}\n"
            )

    def properties(self):
        by_layer = {}
        for name, model in self.described.items():
            entry = {"name": name, "description": f"What {name} is: 'quoted'; layer {model['layer']}"}
            entry["data_tests"] = [t for column, t in model["tests"] if column is None]
            entry["columns"] = [
                {"name": c, "data_tests": [t for column, t in model["tests"] if column == c]}
                for c in COLUMNS
            ]
            by_layer.setdefault(model["layer"], []).append(entry)
        for layer, entries in by_layer.items():
            self.files[f"models/l{layer}/_l{layer}.yml"] = json.dumps({"models": entries}, indent=1)
        seeds = [n.split("/")[1][:-4] for n in self.files if n.startswith("seeds/")]
        self.files["models/sources.yml"] = json.dumps({
            "sources": [{"name": "raw", "schema": "main_raw", "tables": [{"name": s} for s in seeds]}]
        })  # fmt: skip
        self.files["seeds/seeds.yml"] = json.dumps({
            "seeds": [{"name": s, "config": {"column_types": {"ts": "timestamp", "n": "bigint", "id": "bigint"}}}
                      for s in seeds]
        })  # fmt: skip
        self.files["comparison.json"] = json.dumps({
            "steps": [["deps"], ["build"], ["build"]],
            "volatile": self.volatile,
        })  # fmt: skip
