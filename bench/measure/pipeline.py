"""`dormouse pipeline` beside dbt and beside the same SQL through DuckDB alone."""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import time

from measure.program import ROOT, Failure

DBT = ROOT / ".prefix/dbt/bin"
ENVIRONMENT = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DBT_VERSION_CHECK": "false", "TZ": "UTC"}
# Runs in dbt's Python, which holds the same DuckDB: statements of a file, one connection.
RAW = """
import duckdb, json, sys, time
statements = json.load(open(sys.argv[1]))
start = time.perf_counter()
connection = duckdb.connect(sys.argv[2])
for statement in statements:
    result = connection.execute(statement)
    if statement.startswith("select"):
        result.fetchall()
connection.close()
print((time.perf_counter() - start) * 1000)
"""


def measure(context):
    """Times a small project's build and a large project's parse and run."""
    details = {"small": small(context)}
    details["large"] = large(context)
    return details


def small(context):
    folder = context.folder / "pipeline-small"
    shutil.copytree(ROOT / "Tests/Projects/bakery", folder)
    ours = [timed(dormouse(context), ["build"], folder) for _ in range(context.count(10))]
    raw = [raw_sql(folder, folder / "raw.duckdb") for _ in range(context.count(10))]
    nodes = len(json.loads((folder / "target/run_results.json").read_text())["results"])
    name = f"build of {nodes} nodes"
    add(context, f"{name}, dormouse", ours, "ms")
    add(context, "  the same SQL through DuckDB alone", raw, "ms")
    context.figures.at_least(
        "pipeline", "  speed as a share of DuckDB alone",
        round(statistics.median(raw) / statistics.median(ours), 3), "", 0.5,
    )  # fmt: skip
    details = {"nodes": nodes, "dormouse_ms": ours, "raw_ms": raw}
    if (DBT / "dbt").exists():
        shutil.rmtree(folder / "target")
        theirs = [timed([DBT / "dbt"], ["build"], folder) for _ in range(context.count(5) + 1)][1:]
        add(context, f"{name}, dbt (after its first parse)", theirs, "ms")
        context.figures.at_least(
            "pipeline", "  times faster than dbt",
            round(statistics.median(theirs) / statistics.median(ours), 1), "", 15,
        )  # fmt: skip
        details["dbt_ms"] = theirs
    return details


def large(context):
    models = context.count(1000)
    folder = context.folder / "pipeline-large"
    write_large(folder, models)
    parse = [timed(dormouse(context), ["parse"], folder) for _ in range(5)]
    run = [timed(dormouse(context), ["run"], folder) for _ in range(3)]
    raw = [raw_sql(folder, folder / "raw.duckdb") for _ in range(3)]
    title = f"{models:,} models and {2 * models:,} tests"
    context.figures.at_most(
        "pipeline", f"parse of {title}", round(statistics.median(parse)), "ms", context.limit(1000)
    )
    add(context, f"run of {models:,} models, dormouse", run, "ms")
    add(context, "  the same SQL through DuckDB alone", raw, "ms")
    context.figures.at_most(
        "pipeline", "  times the raw SQL",
        round(statistics.median(run) / statistics.median(raw), 3), "", 1.5,
    )  # fmt: skip
    return {"models": models, "parse_ms": parse, "run_ms": run, "raw_ms": raw}


def write_large(folder, models):
    """Layers of ten models, each reading two of the layer before; two tests a model."""
    folder.mkdir(parents=True)
    (folder / "models").mkdir()
    (folder / "dbt_project.yml").write_text("name: large\nprofile: large\nversion: '1'\n")
    (folder / "profiles.yml").write_text(
        "large:\n  target: dev\n  outputs:\n"
        "    dev: {type: duckdb, path: large.duckdb, threads: 2}\n"
    )
    described = ["models:"]
    for index in range(models):
        kind = "table" if index % 2 else "view"
        config = "{{ config(materialized='" + kind + "') }}\n"
        if index < 10:
            sql = f"select range as id, range * {index + 1} as amount from range(100)"
        else:
            layer, place = divmod(index, 10)
            # Views read tables, so that no view is a tower of a hundred others.
            one, two = ((layer - 1) * 10 + (place + step) % 10 // 2 * 2 + 1 for step in (0, 3))
            sql = (
                f"select a.id, a.amount + b.amount % 7 as amount\n"
                f"from {{{{ ref('model_{one:04}') }}}} as a\n"
                f"join {{{{ ref('model_{two:04}') }}}} as b using (id)"
            )
        (folder / f"models/model_{index:04}.sql").write_text(config + sql + "\n")
        described.append(
            f"  - name: model_{index:04}\n    columns:\n"
            "      - name: id\n        data_tests: [not_null, unique]"
        )
    (folder / "models/models.yml").write_text("\n".join(described) + "\n")


def dormouse(context):
    return [context.dormouse.binary, "pipeline"]


def timed(program, arguments, folder):
    """Milliseconds of a whole process; databases are made anew."""
    for file in folder.glob("*.duckdb*"):
        file.unlink()
    command = [*map(str, program), *arguments, "--profiles-dir", "."]
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **ENVIRONMENT}, capture_output=True,
        stdin=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    elapsed = (time.perf_counter() - start) * 1000
    if done.returncode != 0:
        raise Failure(f"{' '.join(command)}: exit code {done.returncode}: {done.stdout[-2000:]}")
    return round(elapsed, 1)


def raw_sql(folder, database):
    """Milliseconds of what the last run sent, without a process's start."""
    database.unlink(missing_ok=True)
    results = json.loads((folder / "target/run_results.json").read_text())["results"]
    manifest = json.loads((folder / "target/manifest.json").read_text())["nodes"]
    name = json.loads((folder / "target/manifest.json").read_text())["metadata"]["project_name"]
    statements = []
    for result in results:
        node = manifest.get(result["unique_id"])
        if node is None:
            continue
        relation = (node.get("relation_name") or "").replace(f'"{name}".', '"raw".', 1)
        code = (result.get("compiled_code") or "").replace(f'"{name}".', '"raw".')
        kind = node["config"].get("materialized")
        schema = f'create schema if not exists "{node["schema"]}"'
        if kind != "test" and schema not in statements:
            statements.append(schema)
        if kind == "seed":
            file = folder / node["original_file_path"]
            statements.append(f"create table {relation} as from read_csv('{file}')")
        elif kind in ("table", "view"):
            statements.append(f"create {kind} {relation} as ({code}\n)")
        elif kind == "test":
            statements.append(f"select count(*) from ({code}\n)")
    script = folder / "raw.json"
    script.write_text(json.dumps(statements))
    done = subprocess.run(
        [DBT / "python", "-c", RAW, script, database], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise Failure(f"the raw SQL failed: {done.stderr[-2000:]}")
    return round(float(done.stdout), 1)


def add(context, name, times, unit):
    note = f"{min(times):,.0f} to {max(times):,.0f}"
    context.figures.at_most("pipeline", name, round(statistics.median(times), 1), unit, note=note)
